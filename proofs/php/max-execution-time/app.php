<?php
// Works for a second and a half of the processor's time.
function used(): float
{
    $usage = getrusage();
    return $usage["ru_utime.tv_sec"] + $usage["ru_utime.tv_usec"] / 1e6;
}

$sum = 0;
while (used() < 1.5) {
    for ($i = 0; $i < 1000000; $i++) {
        $sum += $i % 7;
    }
}
echo $sum > 0 ? "done\n" : "";
