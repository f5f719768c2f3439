<?php
function f($a) { echo $a; }
f();
