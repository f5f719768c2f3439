<?php
echo $name;
