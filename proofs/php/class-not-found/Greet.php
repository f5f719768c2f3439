<?php
class Greet
{
    public function hello()
    {
        return "Good day";
    }
}
