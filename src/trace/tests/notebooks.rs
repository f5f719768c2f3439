//! Python in a test run, a notebook, a box.

use super::check;

#[test]
fn an_ipython_cell() {
    check(
        r#"
---------------------------------------------------------------------------
ZeroDivisionError                         Traceback (most recent call last)
Cell In[1], line 3
      1 def f(a):
      2     return a/0
----> 3 f(1)

Cell In[1], line 2, in f(a)
      1 def f(a):
----> 2     return a/0

ZeroDivisionError: division by zero
"#,
        r#"
Python 1-12 open
  [0] 1-12 12: ZeroDivisionError: division by zero
      Cell In[1]:3
      Cell In[1]:2 f(a)
"#,
    );
}

#[test]
fn an_old_notebook_cell() {
    check(
        r#"
---------------------------------------------------------------------------
ValueError                                Traceback (most recent call last)
<ipython-input-3-5d1f2a3b4c5d> in <module>
      1 import numpy as np
----> 2 np.zeros(-1)

/usr/lib/python3.8/site-packages/numpy/core/numeric.py in zeros(shape)
    100     x = 1
--> 101     raise ValueError

ValueError: negative dimensions are not allowed
"#,
        r#"
Python 1-11 open
  [0] 1-11 11: ValueError: negative dimensions are not allowed
      <ipython-input-3-5d1f2a3b4c5d>:2 <module>
      - /usr/lib/python3.8/site-packages/numpy/core/numeric.py:101 zeros(shape)
"#,
    );
}

#[test]
fn pytest_cannot_import_a_test_file() {
    check(
        r#"
==================================== ERRORS ====================================
_________________________ ERROR collecting test_imp.py _________________________
ImportError while importing test module '/app/test_imp.py'.
Hint: make sure your test modules/packages have valid Python names.
Traceback:
/usr/lib/python3.11/importlib/__init__.py:126: in import_module
    return _bootstrap._gcd_import(name[level:], package, level)
test_imp.py:1: in <module>
    import nope_zz
E   ModuleNotFoundError: No module named 'nope_zz'
=========================== short test summary info ============================
ERROR test_imp.py
"#,
        r#"
Python 2-10
  [0] 2-10 10: E   ModuleNotFoundError: No module named 'nope_zz'
      - /usr/lib/python3.11/importlib/__init__.py:126 import_module
      test_imp.py:1 <module>
"#,
    );
}

#[test]
fn pytest_in_its_short_style() {
    check(
        r#"
FEF                                                                      [100%]
==================================== ERRORS ====================================
___________________________ ERROR at setup of test_b ___________________________
file test_a.py, line 6
  def test_b(nofix): pass
E       fixture 'nofix' not found
>       use 'pytest --fixtures [testpath]' for help on them.

test_a.py:6
=================================== FAILURES ===================================
____________________________________ test_a ____________________________________
test_a.py:5: in test_a
    helper(2)
test_a.py:3: in helper
    assert x == 3, "no"
E   AssertionError: no
E   assert 2 == 3
____________________________________ test_c ____________________________________
test_a.py:8: in test_c
    try: {}["k"]
         ^^^^^^^
E   KeyError: 'k'

During handling of the above exception, another exception occurred:
test_a.py:9: in test_c
    except KeyError: raise ValueError("late")
                     ^^^^^^^^^^^^^^^^^^^^^^^^
E   ValueError: late
=========================== short test summary info ============================
FAILED test_a.py::test_a - AssertionError: no
FAILED test_a.py::test_c - ValueError: late
ERROR test_a.py::test_b
2 failed, 1 error in 0.03s
"#,
        r#"
Python 3-9
  [0] 3-9 6: E       fixture 'nofix' not found
      test_a.py:6
Python 11-17
  [0] 11-17 16: E   AssertionError: no
      test_a.py:5 test_a
      test_a.py:3 helper
Python 18-28
  [0] 18-23 22: E   KeyError: 'k'
      test_a.py:8 test_c
  [1 <- 0] 24-28 28: E   ValueError: late
      test_a.py:9 test_c
"#,
    );
}

#[test]
fn pytest_shows_a_block_for_each_test() {
    check(
        r#"
FEF                                                                      [100%]
==================================== ERRORS ====================================
___________________________ ERROR at setup of test_b ___________________________
file test_a.py, line 6
  def test_b(nofix): pass
E       fixture 'nofix' not found
>       use 'pytest --fixtures [testpath]' for help on them.

test_a.py:6
=================================== FAILURES ===================================
____________________________________ test_a ____________________________________

    def test_a():
>       helper(2)

test_a.py:5: 
_ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ 

x = 2

    def helper(x):
>       assert x == 3, "no"
E       AssertionError: no
E       assert 2 == 3

test_a.py:3: AssertionError
____________________________________ test_c ____________________________________

    def test_c():
>       try: {}["k"]
             ^^^^^^^
E       KeyError: 'k'

test_a.py:8: KeyError

During handling of the above exception, another exception occurred:

    def test_c():
        try: {}["k"]
>       except KeyError: raise ValueError("late")
                         ^^^^^^^^^^^^^^^^^^^^^^^^
E       ValueError: late

test_a.py:9: ValueError
=========================== short test summary info ============================
FAILED test_a.py::test_a - AssertionError: no
FAILED test_a.py::test_c - ValueError: late
ERROR test_a.py::test_b
2 failed, 1 error in 0.03s
"#,
        r#"
Python 3-9
  [0] 3-9 6: E       fixture 'nofix' not found
      test_a.py:6
Python 11-26
  [0] 11-26 23: E       AssertionError: no
      test_a.py:5
      test_a.py:3
Python 27-44
  [0] 27-35 32: E       KeyError: 'k'
      test_a.py:8
  [1 <- 0] 36-44 42: E       ValueError: late
      test_a.py:9
"#,
    );
}

#[test]
fn rich_boxes() {
    check(
        r#"
╭─────────────────────────────── Traceback (most recent call last) ────────────────────────────────╮
│ /app/rc.py:6 in g                                                                         │
│                                                                                                  │
│   3 install(console=Console(file=open('/app/rich.txt','w'),width=100))                    │
│   4 def f(x): return 1/x                                                                         │
│   5 def g():                                                                                     │
│ ❱ 6 │   try: f(0)                                                                                │
│   7 │   except ZeroDivisionError as e: raise RuntimeError("a long message that says a lot ab     │
│   8 g()                                                                                          │
│   9                                                                                              │
│                                                                                                  │
│ /app/rc.py:4 in f                                                                         │
│                                                                                                  │
│   1 from rich.traceback import install                                                           │
│   2 from rich.console import Console                                                             │
│   3 install(console=Console(file=open('/app/rich.txt','w'),width=100))                    │
│ ❱ 4 def f(x): return 1/x                                                                         │
│   5 def g():                                                                                     │
│   6 │   try: f(0)                                                                                │
│   7 │   except ZeroDivisionError as e: raise RuntimeError("a long message that says a lot ab     │
╰──────────────────────────────────────────────────────────────────────────────────────────────────╯
ZeroDivisionError: division by zero

The above exception was the direct cause of the following exception:

╭─────────────────────────────── Traceback (most recent call last) ────────────────────────────────╮
│ /app/rc.py:8 in <module>                                                                  │
│                                                                                                  │
│   5 def g():                                                                                     │
│   6 │   try: f(0)                                                                                │
│   7 │   except ZeroDivisionError as e: raise RuntimeError("a long message that says a lot ab     │
│ ❱ 8 g()                                                                                          │
│   9                                                                                              │
│                                                                                                  │
│ /app/rc.py:7 in g                                                                         │
│                                                                                                  │
│   4 def f(x): return 1/x                                                                         │
│   5 def g():                                                                                     │
│   6 │   try: f(0)                                                                                │
│ ❱ 7 │   except ZeroDivisionError as e: raise RuntimeError("a long message that says a lot ab     │
│   8 g()                                                                                          │
│   9                                                                                              │
╰──────────────────────────────────────────────────────────────────────────────────────────────────╯
RuntimeError: a long message that says a lot about what happened here and goes on and on until it 
wraps for sure
"#,
        r#"
Python 1-45 open
  [0] 1-22 22: ZeroDivisionError: division by zero
      /app/rc.py:6 g
      /app/rc.py:4 f
  [1 <- 0] 23-45 44: RuntimeError: a long message that says a lot about what happened here and goes on and on until it
      /app/rc.py:8 <module>
      /app/rc.py:7 g
"#,
    );
}

#[test]
fn rich_once_its_boxes_are_gone() {
    check(
        r#"
Traceback (most recent call last)
/app/train.py:101 in main

   99 import torch
  100 │   net = Net()
❱ 101 │   fit(net)
  102 

locals
net = Net(...)

/app/fit.py:7 in fit

   6 def fit(net):
❱  7 │   net.run()

AttributeError: 'Net' object has no attribute 'run'
"#,
        r#"
Python 1-17 open
  [0] 1-17 17: AttributeError: 'Net' object has no attribute 'run'
      /app/train.py:101 main
      /app/fit.py:7 fit
"#,
    );
}
