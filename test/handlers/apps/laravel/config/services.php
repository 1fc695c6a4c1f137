<?php

return [
    'lettr' => ['username' => env('WEBHOOK_USERNAME'), 'password' => env('WEBHOOK_PASSWORD')],
];
