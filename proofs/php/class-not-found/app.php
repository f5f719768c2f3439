<?php
require "vendor/autoload.php";
echo (new Greet)->hello();
