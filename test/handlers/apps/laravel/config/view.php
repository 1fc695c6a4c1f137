<?php

return ['paths' => [], 'compiled' => base_path('cache')];
