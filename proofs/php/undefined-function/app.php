<?php
strlength("a");
