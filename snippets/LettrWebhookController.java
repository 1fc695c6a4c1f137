import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class LettrWebhookController {
    private final ObjectMapper mapper = new ObjectMapper();
    // Lettr may deliver an event twice. A unique column in your database also remembers it after a restart.
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @PostMapping("/webhooks/lettr")
    public ResponseEntity<Void> deliver(
            @RequestHeader(value = HttpHeaders.AUTHORIZATION, defaultValue = "") String authorization,
            @RequestBody String body) {
        if (!isAuthorized(authorization)) {
            return ResponseEntity.status(401).header(HttpHeaders.WWW_AUTHENTICATE, "Basic").build();
        }
        JsonNode batch;
        try {
            batch = mapper.readTree(body);
        } catch (JsonProcessingException malformed) {
            return ResponseEntity.badRequest().build();
        }
        // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
        CompletableFuture.runAsync(() -> receive(batch));
        return ResponseEntity.ok().build();
    }

    // Compares the whole header in constant time; a password may contain a colon.
    private static boolean isAuthorized(String header) {
        Map<String, String> environment = System.getenv();
        String username = environment.getOrDefault("WEBHOOK_USERNAME", "");
        String password = environment.getOrDefault("WEBHOOK_PASSWORD", "");
        if (username.isEmpty() || password.isEmpty()) {
            return false;
        }
        byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        String expected = "Basic " + Base64.getEncoder().encodeToString(credentials);
        return MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private void receive(JsonNode batch) {
        for (JsonNode envelope : batch) {
            // Lettr checks an endpoint with an empty msys.
            for (JsonNode event : envelope.path("msys")) {
                if (!seen.add(event.path("event_id").asText())) {
                    continue;
                }
                // Ignore types you don't know: Lettr may add more.
                if (event.path("type").asText().equals("bounce")) {
                    // Your code: event.path("rcpt_to").asText(), …
                }
            }
        }
    }
}
