<?php
echo strlen(str_repeat("a", 20000000));
