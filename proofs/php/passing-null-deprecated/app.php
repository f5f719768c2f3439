<?php
$name = null;
echo strlen($name);
