<?php
require "vendor/autoload.php";
echo "Good day";
