<?php
$user = ["name" => "Ann"];
echo $user["email"];
