import base64
import hmac
import os
from concurrent.futures import ThreadPoolExecutor

from flask import Flask, request

app = Flask(__name__)
worker = ThreadPoolExecutor(max_workers=1)

# Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
seen = set()


@app.post("/webhooks/lettr")
def lettr_webhook():
    if not is_authorized(request.headers.get("Authorization", "")):
        return "", 401, {"WWW-Authenticate": "Basic"}
    # Malformed JSON is answered with 400.
    batch = request.get_json(force=True)
    # Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
    worker.submit(receive, batch)
    return "", 200


def is_authorized(header):
    username = os.environ.get("WEBHOOK_USERNAME", "")
    password = os.environ.get("WEBHOOK_PASSWORD", "")
    if not username or not password:
        return False
    # Compares the whole header in constant time; a password may contain a colon.
    expected = b"Basic " + base64.b64encode(f"{username}:{password}".encode())
    return hmac.compare_digest(header.encode(), expected)


def receive(batch):
    for envelope in batch if isinstance(batch, list) else []:
        # Lettr checks an endpoint with an empty msys.
        msys = envelope.get("msys") if isinstance(envelope, dict) else None
        event = next(iter((msys or {}).values()), None)
        if not event or event.get("event_id") in seen:
            continue
        seen.add(event.get("event_id"))
        # Ignore types you don't know: Lettr may add more.
        if event.get("type") == "bounce":
            # Your code: event["rcpt_to"], event["reason"], …
            pass
