<?php
echo GREETING;
