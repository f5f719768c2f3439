//! Python: CPython and what carries its tracebacks.

use super::check;

#[test]
fn a_chain_is_one_block_and_each_exception_a_section() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/p1.py", line 6, in mid
    inner("k")
  File "/app/p1.py", line 3, in inner
    return {}[x]
           ~~^^^
KeyError: 'k'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/p1.py", line 10, in <module>
    mid()
  File "/app/p1.py", line 8, in mid
    raise ValueError("no such thing\nsecond line of message") from e
ValueError: no such thing
second line of message

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/app/p1.py", line 12, in <module>
    json.loads("{")
  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 337, in decode
    obj, end = self.raw_decode(s, idx=_w(s, 0).end())
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/json/decoder.py", line 353, in raw_decode
    obj, end = self.scan_once(s, idx)
               ^^^^^^^^^^^^^^^^^^^^^^
json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
"#,
        r#"
Python 1-33 open
  [0] 1-7 7: KeyError: 'k'
      /app/p1.py:6 mid
      /app/p1.py:3 inner
  [1 <- 0] 8-17 16: ValueError: no such thing
      /app/p1.py:10 <module>
      /app/p1.py:8 mid
  [2 <- 1] 18-33 33: json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)
      /app/p1.py:12 <module>
      - /usr/lib/python3.11/json/__init__.py:346 loads
      - /usr/lib/python3.11/json/decoder.py:337 decode
      - /usr/lib/python3.11/json/decoder.py:353 raw_decode
"#,
    );
}

#[test]
fn a_message_of_several_rows_ends_where_another_program_speaks() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/train.py", line 3, in <module>
    x.cuda()
RuntimeError: CUDA error: device-side assert triggered
CUDA kernel errors might be asynchronously reported at some other API call, so the stacktrace below might be incorrect.
For debugging consider passing CUDA_LAUNCH_BLOCKING=1
make: *** [Makefile:2: train] Error 1
"#,
        r#"
Python 1-6
  [0] 1-6 4: RuntimeError: CUDA error: device-side assert triggered
      /app/train.py:3 <module>
Cc 7 open
  [0] 7-7 7: make: *** [Makefile:2: train] Error 1
      Makefile:2
"#,
    );
}

#[test]
fn a_syntax_error_needs_no_header() {
    check(
        r#"
  File "/app/p3.py", line 1
    def f(:
          ^
SyntaxError: invalid syntax
"#,
        r#"
Python 1-4 open
  [0] 1-4 4: SyntaxError: invalid syntax
      /app/p3.py:1
"#,
    );
}

#[test]
fn a_thread_and_a_dying_interpreter() {
    check(
        r#"
Exception in thread Thread-1 (run):
Traceback (most recent call last):
  File "/app/a.py", line 3, in run
    1/0
ZeroDivisionError: division by zero
Fatal Python error: Segmentation fault

Current thread 0x00007f0c2a3b4740 (most recent call first):
  File "/app/b.py", line 4 in crash
  File "/app/b.py", line 6 in <module>
Segmentation fault (core dumped)
"#,
        r#"
Python 1-5
  [0] 1-5 5: ZeroDivisionError: division by zero
      /app/a.py:3 run
Python 6-10
  [0] 6-10 6: Fatal Python error: Segmentation fault
      /app/b.py:6 <module>
      /app/b.py:4 crash
"#,
    );
}

#[test]
fn a_traceback_cut_off_above() {
    check(
        r#"
    return fn(x)
  File "/app/train.py", line 12, in step
    loss.backward()
  File "/venv/lib/python3.11/site-packages/torch/_tensor.py", line 581, in backward
    torch.autograd.backward(
RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
"#,
        r#"
Python 2-6 open
  [0] 2-6 6: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
      /app/train.py:12 step
      - /venv/lib/python3.11/site-packages/torch/_tensor.py:581 backward
"#,
    );
}

#[test]
fn a_traceback_without_its_indentation() {
    check(
        r#"
File "/app/a.py", line 3, in <module>
    run()
File "/app/b.py", line 7, in run
    raise SystemError("x")
SystemError: x
"#,
        r#"
Python 1-5 open
  [0] 1-5 5: SystemError: x
      /app/a.py:3 <module>
      /app/b.py:7 run
"#,
    );
}

#[test]
fn a_worker_brings_its_original_traceback() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/train.py", line 9, in <module>
    for x in loader:
  File "/venv/lib/python3.11/site-packages/torch/_utils.py", line 694, in reraise
    raise exception
KeyError: Caught KeyError in DataLoader worker process 0.
Original Traceback (most recent call last):
  File "/venv/lib/python3.11/site-packages/torch/utils/data/_utils/worker.py", line 308, in _worker_loop
    data = fetcher.fetch(index)
  File "/app/data.py", line 4, in __getitem__
    return self.d["k"]
KeyError: 'k'
"#,
        r#"
Python 1-12 open
  [0 <- 1] 1-6 6: KeyError: Caught KeyError in DataLoader worker process 0.
      /app/train.py:9 <module>
      - /venv/lib/python3.11/site-packages/torch/_utils.py:694 reraise
  [1] 7-12 12: KeyError: 'k'
      - /venv/lib/python3.11/site-packages/torch/utils/data/_utils/worker.py:308 _worker_loop
      /app/data.py:4 __getitem__
"#,
    );
}

#[test]
fn an_exception_group_holds_its_members() {
    check(
        r#"
  + Exception Group Traceback (most recent call last):
  |   File "/app/p2.py", line 4, in <module>
  |     raise ExceptionGroup("several", [ValueError(1), ExceptionGroup("nested", [TypeError("t")])])
  | ExceptionGroup: several (2 sub-exceptions)
  +-+---------------- 1 ----------------
    | ValueError: 1
    +---------------- 2 ----------------
    | ExceptionGroup: nested (1 sub-exception)
    +-+---------------- 1 ----------------
      | TypeError: t
      +------------------------------------

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/p2.py", line 6, in <module>
    raise RuntimeError("outer") from e
RuntimeError: outer
"#,
        r#"
Python 1-18 open
  [0 <- 1] 1-4 4: | ExceptionGroup: several (2 sub-exceptions)
      /app/p2.py:4 <module>
  [1] 5-6 6: | ValueError: 1
  [2 <- 3] 7-8 8: | ExceptionGroup: nested (1 sub-exception)
  [3] 9-11 10: | TypeError: t
  [4 <- 0] 12-18 18: RuntimeError: outer
      /app/p2.py:6 <module>
"#,
    );
}

#[test]
fn indented_rows_of_a_message_belong_to_it() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/load.py", line 8, in <module>
    model.load_state_dict(state)
  File "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line 2189, in load_state_dict
    raise RuntimeError(
RuntimeError: Error(s) in loading state_dict for Net:
	Missing key(s) in state_dict: "fc.weight". 
	size mismatch for conv.weight: copying a param with shape torch.Size([3]) from checkpoint
"#,
        r#"
Python 1-8 open
  [0] 1-8 6: RuntimeError: Error(s) in loading state_dict for Net:
      /app/load.py:8 <module>
      - /venv/lib/python3.11/site-packages/torch/nn/modules/module.py:2189 load_state_dict
"#,
    );
}

#[test]
fn notes_below_the_message_belong_to_it() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/p4.py", line 4, in <module>
    try: r(0)
         ^^^^
  File "/app/p4.py", line 3, in r
    def r(n): return r(n+1)
                     ^^^^^^
  File "/app/p4.py", line 3, in r
    def r(n): return r(n+1)
                     ^^^^^^
  File "/app/p4.py", line 3, in r
    def r(n): return r(n+1)
                     ^^^^^^
  [Previous line repeated 56 more times]
RecursionError: maximum recursion depth exceeded
a note
and more
"#,
        r#"
Python 1-17 open
  [0] 1-17 15: RecursionError: maximum recursion depth exceeded
      /app/p4.py:4 <module>
      /app/p4.py:3 r
      /app/p4.py:3 r
      /app/p4.py:3 r
"#,
    );
}

#[test]
fn ray_brings_a_traceback_without_header() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/main.py", line 7, in <module>
    ray.get(f.remote())
ray.exceptions.RayTaskError(ValueError): ray::f() (pid=123, ip=10.0.0.1)
  File "/app/main.py", line 4, in f
    raise ValueError("x")
ValueError: x
"#,
        r#"
Python 1-7 open
  [0 <- 1] 1-4 4: ray.exceptions.RayTaskError(ValueError): ray::f() (pid=123, ip=10.0.0.1)
      /app/main.py:7 <module>
  [1] 5-7 7: ValueError: x
      /app/main.py:4 f
"#,
    );
}

#[test]
fn shell_trace_and_progress_bars_do_not_end_a_traceback() {
    check(
        r#"
+ python train.py
Traceback (most recent call last):
  File "/app/train.py", line 3, in <module>
    main()
+ sleep 1
  File "/app/train.py", line 2, in main
    fit()
 12%|█▏        | 12/100 [00:01<00:09,  9.1it/s]
KeyError: 'loss'
+ exit 1
"#,
        r#"
Python 2-4,6-7,9-10 open
  [0] 2-10 9: KeyError: 'loss'
      /app/train.py:3 <module>
      /app/train.py:2 main
"#,
    );
}

#[test]
fn torchrun_reports_every_rank_in_a_table() {
    check(
        r#"
Traceback (most recent call last):
  File "/venv/bin/torchrun", line 8, in <module>
    sys.exit(main())
  File "/venv/lib/python3.11/site-packages/torch/distributed/launcher/api.py", line 269, in launch_agent
    raise ChildFailedError(
torch.distributed.elastic.multiprocessing.errors.ChildFailedError: 
============================================================
train.py FAILED
------------------------------------------------------------
Failures:
  <NO_OTHER_FAILURES>
------------------------------------------------------------
Root Cause (first observed failure):
[0]:
  rank      : 0 (local_rank: 0)
  exitcode  : 1 (pid: 9)
============================================================
$ 
"#,
        r#"
Python 1-17
  [0] 1-17 6: torch.distributed.elastic.multiprocessing.errors.ChildFailedError:
      - /venv/bin/torchrun:8 <module>
      - /venv/lib/python3.11/site-packages/torch/distributed/launcher/api.py:269 launch_agent
"#,
    );
}

#[test]
fn two_tracebacks_in_a_row_are_two_blocks() {
    check(
        r#"
Traceback (most recent call last):
  File "/app/a.py", line 1, in <module>
    a()
ValueError: one
Traceback (most recent call last):
  File "/app/a.py", line 2, in <module>
    b()
ValueError: two
"#,
        r#"
Python 1-4
  [0] 1-4 4: ValueError: one
      /app/a.py:1 <module>
Python 5-8 open
  [0] 5-8 8: ValueError: two
      /app/a.py:2 <module>
"#,
    );
}

#[test]
fn a_warning_names_its_line() {
    check(
        r#"
INFO starting
/app/train.py:12: FutureWarning: Downcasting behavior is deprecated
  df = df.fillna(0)
/venv/lib/python3.11/site-packages/torch/cuda/__init__.py:734: UserWarning: Can't initialize NVML
done
"#,
        r#"
PythonWarning 2-3
  [0] 2-3 2: /app/train.py:12: FutureWarning: Downcasting behavior is deprecated
      /app/train.py:12
PythonWarning 4
  [0] 4-4 4: /venv/lib/python3.11/site-packages/torch/cuda/__init__.py:734: UserWarning: Can't initialize NVML
      - /venv/lib/python3.11/site-packages/torch/cuda/__init__.py:734
"#,
    );
}
