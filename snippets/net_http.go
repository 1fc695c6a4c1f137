package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"sync"
)

type lettrEvent struct {
	Type    string `json:"type"`
	EventID string `json:"event_id"`
	RcptTo  string `json:"rcpt_to"`
	Reason  string `json:"reason"`
}

type lettrEnvelope struct {
	Msys map[string]lettrEvent `json:"msys"`
}

// Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
var seen sync.Map

func lettrWebhook(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	// BasicAuth splits at the first colon, so that a password may contain one.
	username, password, _ := r.BasicAuth()
	if !isSame(username, os.Getenv("WEBHOOK_USERNAME")) || !isSame(password, os.Getenv("WEBHOOK_PASSWORD")) {
		w.Header().Set("WWW-Authenticate", "Basic")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var batch []lettrEnvelope
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 5<<20)).Decode(&batch); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	// Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
	w.WriteHeader(http.StatusOK)
	go receive(batch)
}

// isSame compares digests, in constant time.
func isSame(given, expected string) bool {
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(expected))
	return expected != "" && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func receive(batch []lettrEnvelope) {
	for _, envelope := range batch {
		// Lettr checks an endpoint with an empty msys.
		for _, event := range envelope.Msys {
			if _, isKnown := seen.LoadOrStore(event.EventID, true); isKnown {
				continue
			}
			// Ignore types you don't know: Lettr may add more.
			switch event.Type {
			case "bounce":
				// Your code: event.RcptTo, event.Reason, …
			}
		}
	}
}

func main() {
	http.HandleFunc("/webhooks/lettr", lettrWebhook)
	port := os.Getenv("PORT")
	if port == "" {
		port = "3000"
	}
	log.Fatal(http.ListenAndServe(":"+port, nil))
}
