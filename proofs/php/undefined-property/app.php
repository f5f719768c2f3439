<?php
$user = new stdClass;
echo $user->name;
