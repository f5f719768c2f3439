<?php
$list = [1];
echo $list + 2;
