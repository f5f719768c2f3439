<?php
class A { function f(int $n) {} }
class B extends A { function f(string $n) {} }
