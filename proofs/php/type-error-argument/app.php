<?php
function half(int $n)
{
    return $n / 2;
}

echo half("four");
