<?php

return [
    'default' => 'file',
    'stores' => ['file' => ['driver' => 'file', 'path' => base_path('cache')]],
    'prefix' => 'test',
];
