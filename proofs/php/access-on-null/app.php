<?php
$user = null;
echo $user->name;
