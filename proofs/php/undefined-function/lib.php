<?php
function strlength($s) { return strlen($s); }
