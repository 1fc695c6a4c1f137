<?php

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    exit;
}

$username = (string) getenv('WEBHOOK_USERNAME');
$password = (string) getenv('WEBHOOK_PASSWORD');
// PHP splits the header at the first colon, so that a password may contain one.
$isAuthorized = $username !== '' && $password !== ''
    && hash_equals($username, (string) ($_SERVER['PHP_AUTH_USER'] ?? ''))
    && hash_equals($password, (string) ($_SERVER['PHP_AUTH_PW'] ?? ''));
if (!$isAuthorized) {
    header('WWW-Authenticate: Basic');
    http_response_code(401);
    exit;
}

$batch = json_decode((string) file_get_contents('php://input'), true);
if (!is_array($batch)) {
    http_response_code(400);
    exit;
}

// Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
http_response_code(200);
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
}

// Lettr may deliver an event twice. Use a table of your own database with a unique column.
$database = new PDO('sqlite:'.sys_get_temp_dir().'/lettr-events.sqlite');
$database->exec('CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY)');
$insert = $database->prepare('INSERT OR IGNORE INTO events VALUES (?)');

foreach ($batch as $envelope) {
    // Lettr checks an endpoint with an empty msys.
    $msys = is_array($envelope) ? ($envelope['msys'] ?? []) : [];
    $event = is_array($msys) ? reset($msys) : false;
    if (!is_array($event)) {
        continue;
    }
    $insert->execute([$event['event_id'] ?? '']);
    if ($insert->rowCount() === 0) {
        continue;
    }
    // Ignore types you don't know: Lettr may add more.
    if ($event['type'] === 'bounce') {
        // Your code: $event['rcpt_to'], $event['reason'], …
    }
}
