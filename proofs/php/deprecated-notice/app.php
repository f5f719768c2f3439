<?php

function remind($limit = 10, $note)
{
    return "$note ($limit)";
}

echo remind(3, 'milk'), "\n";
