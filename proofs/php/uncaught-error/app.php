<?php
if (!file_exists("n.txt")) throw new Exception("n.txt is missing");
