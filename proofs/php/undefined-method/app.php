<?php
class A { function run() {} }
(new A)->runs();
