//! C and C++: compilers, linkers, CMake, sanitizers; the kernel.

use super::check;

#[test]
fn a_kernel_oops() {
    check(
        r#"
usb 1-1: new high-speed USB device number 4
BUG: kernel NULL pointer dereference, address: 0000000000000008
#PF: supervisor read access in kernel mode
#PF: error_code(0x0000) - not-present page
PGD 0 P4D 0
Oops: 0000 [#1] PREEMPT SMP NOPTI
CPU: 3 PID: 4242 Comm: modprobe Tainted: G           OE      6.1.0-18-amd64 #1
RIP: 0010:probe+0x15/0x40 [bad]
Call Trace:
 <TASK>
 do_one_initcall+0x59/0x220
 ? kmem_cache_alloc_trace+0x2a/0x330
 </TASK>
---[ end trace 0000000000000000 ]---
usb 1-1: device descriptor read
"#,
        r#"
Kernel 2-14
  [0] 2-14 2: BUG: kernel NULL pointer dereference, address: 0000000000000008
"#,
    );
}

#[test]
fn address_sanitizer() {
    check(
        r#"
=================================================================
==25571==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x604000000038 at pc 0x558ecc48525c bp 0x7ffe23e76290 sp 0x7ffe23e76288
READ of size 4 at 0x604000000038 thread T0
    #0 0x558ecc48525b in f /app/a.c:2
    #1 0x558ecc485287 in main /app/a.c:3
    #2 0x7fef7f845249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58
    #3 0x7fef7f845304 in __libc_start_main_impl ../csu/libc-start.c:360
    #4 0x558ecc485100 in _start (/app/asan+0x1100)

0x604000000038 is located 0 bytes to the right of 40-byte region [0x604000000010,0x604000000038)
allocated by thread T0 here:
    #0 0x7fef802b89cf in __interceptor_malloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69
    #1 0x558ecc485277 in main /app/a.c:3
    #2 0x7fef7f845249 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

SUMMARY: AddressSanitizer: heap-buffer-overflow /app/a.c:2 in f
Shadow bytes around the buggy address:
  0x0c087fff7fb0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  0x0c087fff7fc0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  0x0c087fff7fd0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  0x0c087fff7fe0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
  0x0c087fff7ff0: 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
=>0x0c087fff8000: fa fa 00 00 00 00 00[fa]fa fa fa fa fa fa fa fa
  0x0c087fff8010: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa
  0x0c087fff8020: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa
  0x0c087fff8030: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa
  0x0c087fff8040: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa
  0x0c087fff8050: fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa fa
Shadow byte legend (one shadow byte represents 8 application bytes):
  Addressable:           00
  Partially addressable: 01 02 03 04 05 06 07 
  Heap left redzone:       fa
  Freed heap region:       fd
  Stack left redzone:      f1
  Stack mid redzone:       f2
  Stack right redzone:     f3
  Stack after return:      f5
  Stack use after scope:   f8
  Global redzone:          f9
  Global init order:       f6
  Poisoned by user:        f7
  Container overflow:      fc
  Array cookie:            ac
  Intra object redzone:    bb
  ASan internal:           fe
  Left alloca redzone:     ca
  Right alloca redzone:    cb
==25571==ABORTING
"#,
        r#"
Sanitizer 1-48 open
  [0] 1-10 2: ==25571==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x604000000038 at pc 0x558ecc48525c bp 0x7ffe23e76290 sp 0x7ffe23e76288
      - ../csu/libc-start.c:360 __libc_start_main_impl
      - ../sysdeps/nptl/libc_start_call_main.h:58 __libc_start_call_main
      /app/a.c:3 main
      /app/a.c:2 f
  [1] 11-48 11: allocated by thread T0 here:
      - ../sysdeps/nptl/libc_start_call_main.h:58 __libc_start_call_main
      /app/a.c:3 main
      - ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:69 __interceptor_malloc
"#,
    );
}

#[test]
fn cmake_with_its_call_stack() {
    check(
        r#"
-- The C compiler identification is GNU 12.2.0
-- Detecting C compiler ABI info
-- Detecting C compiler ABI info - done
-- Check for working C compiler: /usr/bin/cc - skipped
-- Detecting C compile features
-- Detecting C compile features - done
CMake Error at sub.cmake:2 (find_package):
  By not providing "FindNope.cmake" in CMAKE_MODULE_PATH this project has
  asked CMake to find a package configuration file provided by "Nope", but
  CMake did not find one.

  Could not find a package configuration file provided by "Nope" with any of
  the following names:

    NopeConfig.cmake
    nope-config.cmake

  Add the installation prefix of "Nope" to CMAKE_PREFIX_PATH or set
  "Nope_DIR" to a directory containing one of the above files.  If "Nope"
  provides a separate development package or SDK, be sure it has been
  installed.
Call Stack (most recent call first):
  sub.cmake:4 (ff)
  CMakeLists.txt:3 (include)


-- Configuring incomplete, errors occurred!
See also "/app/cm/b/CMakeFiles/CMakeOutput.log".
"#,
        r#"
CMake 7-24
  [0] 7-24 8: By not providing "FindNope.cmake" in CMAKE_MODULE_PATH this project has
      CMakeLists.txt:3 include
      sub.cmake:4 ff
      sub.cmake:2 find_package
"#,
    );
}

#[test]
fn configure_and_a_linker_of_macos() {
    check(
        r#"
checking for libzip >= 0.11... no
configure: error: Package requirements (libzip >= 0.11) were not met:

No package 'libzip' found

Consider adjusting the PKG_CONFIG_PATH environment variable if you
installed software in a non-standard prefix.

Alternatively, you may set the environment variables LIBZIP_CFLAGS
and LIBZIP_LIBS to avoid the need to call pkg-config.
See the pkg-config man page for more details.
Undefined symbols for architecture arm64:
  "_foo", referenced from:
      _main in main-1a2b3c.o
ld: symbol(s) not found for architecture arm64
clang: error: linker command failed with exit code 1 (use -v to see invocation)
done
"#,
        r#"
Cc 2-11
  [0] 2-11 2: configure: error: Package requirements (libzip >= 0.11) were not met:
Cc 12-16
  [0] 12-16 12: Undefined symbols for architecture arm64:
"#,
    );
}

#[test]
fn gcc_in_german_nvcc_and_msvc() {
    check(
        r#"
a.c:3:5: Fehler: »x« nicht deklariert
    3 |     x = 1;
      |     ^
k.cu(12): error: identifier "foo" is undefined

C:\src\a.cpp(3,1): error C2065: 'x': undeclared identifier [C:\src\a.vcxproj]
LINK : fatal error LNK1104: cannot open file 'b.lib'
"#,
        r#"
Cc 1-3
  [0] 1-3 1: a.c:3:5: Fehler: »x« nicht deklariert
      a.c:3:5
Cc 4
  [0] 4-4 4: k.cu(12): error: identifier "foo" is undefined
      k.cu:12
Cc 6
  [0] 6-6 6: C:\src\a.cpp(3,1): error C2065: 'x': undeclared identifier [C:\src\a.vcxproj]
      C:\src\a.cpp:3:1
Cc 7 open
  [0] 7-7 7: LINK : fatal error LNK1104: cannot open file 'b.lib'
"#,
    );
}

#[test]
fn gcc_includes_lead_to_the_error() {
    check(
        r#"
In file included from t.c:1:
t.h: In function ‘f’:
t.h:1:23: error: ‘b’ undeclared (first use in this function)
    1 | int f(int a) { return b; }
      |                       ^
t.h:1:23: note: each undeclared identifier is reported only once for each function it appears in
t.c: At top level:
t.c:2:10: fatal error: nope.h: No such file or directory
    2 | #include <nope.h>
      |          ^~~~~~~~
compilation terminated.
"#,
        r#"
Cc 1-6
  [0] 1-6 3: t.h:1:23: error: ‘b’ undeclared (first use in this function)
      t.c:1
      t.h:1:23
Cc 7-11 open
  [0] 7-11 8: t.c:2:10: fatal error: nope.h: No such file or directory
      t.c:2:10
"#,
    );
}

#[test]
fn templates_lead_to_the_error() {
    check(
        r#"
In file included from /usr/include/c++/12/bits/stl_algobase.h:71,
                 from /usr/include/c++/12/vector:60,
                 from u.cc:1:
/usr/include/c++/12/bits/predefined_ops.h: In instantiation of ‘…’:
/usr/include/c++/12/bits/stl_algo.h:1809:14:   required from ‘…’
/usr/include/c++/12/bits/stl_algo.h:1849:25:   required from ‘…’
/usr/include/c++/12/bits/stl_algo.h:1940:31:   required from ‘…’
/usr/include/c++/12/bits/stl_algo.h:4820:18:   required from ‘…’
u.cc:5:40:   required from here
/usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for ‘operator<’ (operand types are ‘S’ and ‘S’)
   45 |       { return *__it1 < *__it2; }
      |                ~~~~~~~^~~~~~~~
In file included from /usr/include/c++/12/bits/stl_algobase.h:67:
/usr/include/c++/12/bits/stl_iterator.h:1246:5: note: candidate: ‘…’
 1246 |     operator<(const __normal_iterator<_IteratorL, _Container>& __lhs,
      |     ^~~~~~~~
/usr/include/c++/12/bits/stl_iterator.h:1246:5: note:   template argument deduction/substitution failed:
/usr/include/c++/12/bits/predefined_ops.h:45:23: note:   ‘S’ is not derived from ‘…’
   45 |       { return *__it1 < *__it2; }
      |                ~~~~~~~^~~~~~~~
"#,
        r#"
Cc 1-20 open
  [0] 1-20 10: /usr/include/c++/12/bits/predefined_ops.h:45:23: error: no match for ‘operator<’ (operand types are ‘S’ and ‘S’)
      u.cc:5:40
      - /usr/include/c++/12/bits/stl_algo.h:4820:18
      - /usr/include/c++/12/bits/stl_algo.h:1940:31
      - /usr/include/c++/12/bits/stl_algo.h:1849:25
      - /usr/include/c++/12/bits/stl_algo.h:1809:14
      u.cc:1
      - /usr/include/c++/12/vector:60
      - /usr/include/c++/12/bits/stl_algobase.h:71
      - /usr/include/c++/12/bits/predefined_ops.h:45:23
"#,
    );
}

#[test]
fn the_linker_and_make() {
    check(
        r#"
make all
make[1]: Entering directory '/app'
touch l.o
g++ -g l.cc -o l -lm
/usr/bin/ld: /tmp/ccOcuGZx.o: in function `main':
/app/l.cc:1: undefined reference to `undefd()'
/usr/bin/ld: /app/l.cc:1: undefined reference to `undefd()'
collect2: error: ld returned 1 exit status
make[1]: *** [Makefile:2: all] Error 1
make[1]: Leaving directory '/app'
make: *** [Makefile:6: sub] Error 2
"#,
        r#"
Cc 5-8
  [0] 5-8 6: /app/l.cc:1: undefined reference to `undefd()'
      /app/l.cc:1
      /app/l.cc:1
Cc 9-11 open
  [0] 9-11 9: make[1]: *** [Makefile:2: all] Error 1
      Makefile:6
      Makefile:2
"#,
    );
}

#[test]
fn the_oom_killer() {
    check(
        r#"
python3 invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=0
CPU: 1 PID: 7 Comm: python3 Not tainted 6.1.0 #1
Call Trace:
 dump_stack_lvl+0x44/0x5c
Mem-Info:
active_anon:1 inactive_anon:2 isolated_anon:0
[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[    812]     0   812     1316       16    40960        0             0 python3
oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),task=python3,pid=812,uid=0
Out of memory: Killed process 812 (python3) total-vm:6686908kB, anon-rss:647056kB, file-rss:0kB
oom_reaper: reaped process 812 (python3), now anon-rss:0kB
eth0: link up
"#,
        r#"
Kernel 1-11
  [0] 1-11 10: Out of memory: Killed process 812 (python3) total-vm:6686908kB, anon-rss:647056kB, file-rss:0kB
"#,
    );
}

#[test]
fn undefined_behaviour_and_a_data_race() {
    check(
        r#"
a.c:3:9: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'
==================
WARNING: ThreadSanitizer: data race (pid=9337)
  Write of size 4 at 0x7fe3c3075190 by thread T1:
    #0 add /app/race.c:7:3 (race+0x4a0)

  Previous write of size 4 at 0x7fe3c3075190 by main thread:
    #0 main /app/race.c:14:3 (race+0x4b0)

SUMMARY: ThreadSanitizer: data race /app/race.c:7:3 in add
==================
done
"#,
        r#"
Sanitizer 1
  [0] 1-1 1: a.c:3:9: runtime error: signed integer overflow: 2147483647 + 1 cannot be represented in type 'int'
      a.c:3:9
Sanitizer 2-11
  [0] 2-6 3: WARNING: ThreadSanitizer: data race (pid=9337)
      /app/race.c:7:3 add
  [1] 7-11 7: Previous write of size 4 at 0x7fe3c3075190 by main thread:
      /app/race.c:14:3 main
"#,
    );
}
