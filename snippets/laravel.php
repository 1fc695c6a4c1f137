<?php

// routes/api.php, which Laravel prefixes with /api. In config/services.php:
// 'lettr' => ['username' => env('WEBHOOK_USERNAME'), 'password' => env('WEBHOOK_PASSWORD')],

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\Route;

Route::post('/webhooks/lettr', function (Request $request) {
    $username = (string) config('services.lettr.username');
    $password = (string) config('services.lettr.password');
    // Compares the whole header in constant time; a password may contain a colon.
    $expected = 'Basic '.base64_encode("$username:$password");
    if ($username === '' || $password === '' || ! hash_equals($expected, (string) $request->header('Authorization'))) {
        return response('', 401)->header('WWW-Authenticate', 'Basic');
    }
    $batch = json_decode($request->getContent(), true);
    if (! is_array($batch)) {
        return response('', 400);
    }
    // Answer first: Lettr waits about 10 seconds, and sends the batch again unless it gets a 200.
    dispatch(function () use ($batch) {
        foreach ($batch as $envelope) {
            // Lettr checks an endpoint with an empty msys.
            $msys = is_array($envelope) ? ($envelope['msys'] ?? []) : [];
            $event = is_array($msys) ? reset($msys) : false;
            // Lettr may deliver an event twice.
            if (! is_array($event) || ! Cache::add('lettr:'.($event['event_id'] ?? ''), true, now()->addDay())) {
                continue;
            }
            // Ignore types you don't know: Lettr may add more.
            if ($event['type'] === 'bounce') {
                // Your code: $event['rcpt_to'], $event['reason'], …
            }
        }
    })->afterResponse();

    return response('', 200);
});
