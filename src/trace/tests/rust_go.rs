//! Rust and Go: compilers, panics, tests.

use super::check;

#[test]
fn a_build_script_panics() {
    check(
        r#"
   Compiling openssl-sys v0.9.102
error: failed to run custom build command for `openssl-sys v0.9.102`

Caused by:
  process didn't exit successfully: `/app/target/debug/build/openssl-sys-1/build-script-main` (exit status: 101)
  --- stdout
  cargo:rerun-if-env-changed=OPENSSL_DIR

  --- stderr
  thread 'main' panicked at /home/u/.cargo/registry/src/index/openssl-sys-0.9.102/build/find_normal.rs:190:5:
  Could not find directory of OpenSSL installation
  note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
warning: build failed, waiting for other jobs to finish...
"#,
        r#"
Rustc 2-12
  [0 <- 1] 2-2 2: error: failed to run custom build command for `openssl-sys v0.9.102`
  [1 <- 2] 4-12 5: process didn't exit successfully: `/app/target/debug/build/openssl-sys-1/build-script-main` (exit status: 101)
  [2] 10-12 11: Could not find directory of OpenSSL installation
      - /home/u/.cargo/registry/src/index/openssl-sys-0.9.102/build/find_normal.rs:190:5
"#,
    );
}

#[test]
fn a_go_panic() {
    check(
        r#"
panic: assignment to entry in nil map

goroutine 1 [running]:
main.f(...)
	/app/main.go:3
main.main()
	/app/main.go:4 +0x7f
exit status 2
"#,
        r#"
GoPanic 1-8 open
  [0] 1-8 1: panic: assignment to entry in nil map
      /app/main.go:4 main.main
      /app/main.go:3 main.f
"#,
    );
}

#[test]
fn a_nil_pointer_in_go_is_below_the_runtime() {
    check(
        r#"
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x535677]

goroutine 18 [running]:
panic({0x508da0?, 0x5fdb70?})
	/usr/local/go/src/runtime/panic.go:884 +0x212
runtime.panicmem(...)
	/usr/local/go/src/runtime/panic.go:260
runtime.sigpanic()
	/usr/local/go/src/runtime/signal_unix.go:835 +0x2f6
main.(*server).handle(0x0, {0xc000012345, 0x5})
	/app/server.go:42 +0x1d
created by main.main in goroutine 1
	/app/main.go:10 +0x8c

goroutine 1 [chan receive]:
main.main()
	/app/main.go:12 +0x9a
exit status 2
"#,
        r#"
GoPanic 1-19 open
  [0] 1-19 1: panic: runtime error: invalid memory address or nil pointer dereference
      /app/main.go:10 main.main
      /app/server.go:42 main.(*server).handle
"#,
    );
}

#[test]
fn a_rust_panic_is_where_it_was_raised() {
    check(
        r#"
   Compiling x v0.1.0 (/app)
    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.15s
     Running `target/debug/x`

thread 'main' (25417) panicked at src/main.rs:1:33:
needed a value
stack backtrace:
   0: __rustc::rust_begin_unwind
             at /rustc/5980761/library/std/src/panicking.rs:689:5
   1: core::panicking::panic_fmt
             at /rustc/5980761/library/core/src/panicking.rs:80:14
   2: core::panicking::panic_display::<&str>
             at /rustc/5980761/library/core/src/panicking.rs:259:5
   3: core::option::expect_failed
             at /rustc/5980761/library/core/src/option.rs:2245:5
   4: core::option::Option<T>::expect
             at /rustc/5980761/library/core/src/option.rs:971:21
   5: x::g
             at ./src/main.rs:1:33
   6: x::main
             at ./src/main.rs:2:13
   7: core::ops::function::FnOnce::call_once
             at /rustc/5980761/library/core/src/ops/function.rs:250:5
note: Some details are omitted, run with `RUST_BACKTRACE=full` for a verbose backtrace.
"#,
        r#"
RustPanic 5-24 open
  [0] 5-24 6: needed a value
      - /rustc/5980761/library/core/src/ops/function.rs:250:5 core::ops::function::FnOnce::call_once
      ./src/main.rs:2:13 x::main
      ./src/main.rs:1:33 x::g
"#,
    );
}

#[test]
fn a_second_panic_has_no_note() {
    check(
        r#"
thread 'tokio-runtime-worker' panicked at src/a.rs:4:5:
assertion `left == right` failed: sizes
  left: 1
 right: 2
listening on 0.0.0.0:80
thread 'main' (7) panicked at src/b.rs:1:1:
connection refused:
tried 3 times
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
"#,
        r#"
RustPanic 1-4
  [0] 1-4 2: assertion `left == right` failed: sizes
      src/a.rs:4:5
RustPanic 6-9 open
  [0] 6-9 7: connection refused:
      src/b.rs:1:1
"#,
    );
}

#[test]
fn an_error_of_go_with_its_stack() {
    check(
        r#"
starting
open /etc/nope: permission denied
main.load
	/app/main.go:12
main.main
	/app/main.go:5
runtime.main
	/usr/local/go/src/runtime/proc.go:250
bye
"#,
        r#"
GoPanic 2-8
  [0] 2-8 2: open /etc/nope: permission denied
      - /usr/local/go/src/runtime/proc.go:250 runtime.main
      /app/main.go:5 main.main
      /app/main.go:12 main.load
"#,
    );
}

#[test]
fn an_old_panic_whose_message_has_several_rows() {
    check(
        r#"
thread 'main' panicked at 'assertion failed: `(left == right)`
  left: `1`,
 right: `2`', src/main.rs:2:5
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
test a ... FAILED
"#,
        r#"
RustPanic 1-4
  [0] 1-4 1: thread 'main' panicked at 'assertion failed: `(left == right)`
      src/main.rs:2:5
"#,
    );
}

#[test]
fn an_old_rust_panic_and_a_report_of_anyhow() {
    check(
        r#"
thread 'main' panicked at 'called `Result::unwrap()` on an `Err` value: Os { code: 2 }', src/main.rs:4:37
note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace
Error: could not start

Caused by:
    0: reading config.toml
    1: No such file or directory (os error 2)
"#,
        r#"
RustPanic 1-2
  [0] 1-2 1: thread 'main' panicked at 'called `Result::unwrap()` on an `Err` value: Os { code: 2 }', src/main.rs:4:37
      src/main.rs:4:37
RustPanic 3-7 open
  [0 <- 1] 3-5 3: Error: could not start
  [1 <- 2] 6-6 6: 0: reading config.toml
  [2] 7-7 7: 1: No such file or directory (os error 2)
"#,
    );
}

#[test]
fn cargo_cannot_select_a_version() {
    check(
        r#"
    Updating crates.io index
error: failed to select a version for `tokio`.
    ... required by package `app v0.1.0 (/app)`
versions that meet the requirements `^1` (locked to 1.0.0) are: 1.0.0

the package `app` depends on `tokio`, with features: `nope` but `tokio` does not have these features.


failed to select a version for `tokio` which could resolve this conflict
next
"#,
        r#"
Rustc 2-9
  [0] 2-9 2: error: failed to select a version for `tokio`.
"#,
    );
}

#[test]
fn cargo_chain_of_causes() {
    check(
        r#"
error: failed to load manifest for dependency `nope_not_here`

Caused by:
  failed to read `/app/nope/Cargo.toml`

Caused by:
  No such file or directory (os error 2)
"#,
        r#"
Rustc 1-7 open
  [0 <- 1] 1-1 1: error: failed to load manifest for dependency `nope_not_here`
  [1 <- 2] 3-4 4: failed to read `/app/nope/Cargo.toml`
  [2] 6-7 7: No such file or directory (os error 2)
"#,
    );
}

#[test]
fn go_build_by_package() {
    check(
        r#"
# ex.com/m
./main.go:2:8: imported and not used: "os"
./main.go:3:14: x declared but not used
./main.go:3:22: undefined: y
./main.go:4:17: cannot use 3 (untyped int constant) as string value in variable declaration
note: module requires Go 1.20
"#,
        r#"
GoCompile 1-5
  [0] 1-2 2: ./main.go:2:8: imported and not used: "os"
      ./main.go:2:8
  [1] 3-3 3: ./main.go:3:14: x declared but not used
      ./main.go:3:14
  [2] 4-4 4: ./main.go:3:22: undefined: y
      ./main.go:3:22
  [3] 5-5 5: ./main.go:4:17: cannot use 3 (untyped int constant) as string value in variable declaration
      ./main.go:4:17
"#,
    );
}

#[test]
fn go_tests() {
    check(
        r#"
--- FAIL: TestA (0.00s)
    --- FAIL: TestA/sub (0.00s)
        main_test.go:3: got 1
            want 2
--- FAIL: TestB (0.00s)
panic: runtime error: invalid memory address or nil pointer dereference [recovered]
	panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4f50c2]

goroutine 8 [running]:
testing.tRunner.func1.2({0x508da0, 0x5fdb70})
	/usr/lib/go-1.19/src/testing/testing.go:1396 +0x24e
testing.tRunner.func1()
	/usr/lib/go-1.19/src/testing/testing.go:1399 +0x39f
panic({0x508da0, 0x5fdb70})
	/usr/lib/go-1.19/src/runtime/panic.go:884 +0x212
ex.com/m.TestB(0xc000007860?)
	/app/main_test.go:4 +0x2
testing.tRunner(0xc00009c000, 0x52f2f8)
	/usr/lib/go-1.19/src/testing/testing.go:1446 +0x10b
created by testing.(*T).Run
	/usr/lib/go-1.19/src/testing/testing.go:1493 +0x35f
FAIL	ex.com/m	0.004s
FAIL
"#,
        r#"
GoTest 1-4
  [0] 1-4 3: main_test.go:3: got 1
      main_test.go:3
GoTest 5-23
  [0 <- 1] 5-23 5: --- FAIL: TestB (0.00s)
  [1] 6-23 6: panic: runtime error: invalid memory address or nil pointer dereference [recovered]
      - /usr/lib/go-1.19/src/testing/testing.go:1493 testing.(*T).Run
      - /usr/lib/go-1.19/src/testing/testing.go:1446 testing.tRunner
      /app/main_test.go:4 ex.com/m.TestB
"#,
    );
}

#[test]
fn rustc() {
    check(
        r#"
    Checking x v0.1.0 (/app)
error[E0308]: mismatched types
 --> src/main.rs:2:29
  |
2 | fn main() { let s: String = 5; g(None); undefined(); let unused = 3; }
  |                    ------   ^ expected `String`, found integer
  |                    |
  |                    expected due to this
  |
help: try using a conversion method
  |
2 | fn main() { let s: String = 5.to_string(); g(None); undefined(); let unused = 3; }
  |                              ++++++++++++

error[E0425]: cannot find function `undefined` in this scope
 --> src/main.rs:2:41
  |
2 | fn main() { let s: String = 5; g(None); undefined(); let unused = 3; }
  |                                         ^^^^^^^^^ not found in this scope

Some errors have detailed explanations: E0308, E0425.
For more information about an error, try `rustc --explain E0308`.
error: could not compile `x` (bin "x") due to 2 previous errors
"#,
        r#"
Rustc 2-13
  [0] 2-13 2: error[E0308]: mismatched types
      src/main.rs:2:29
Rustc 15-19
  [0] 15-19 15: error[E0425]: cannot find function `undefined` in this scope
      src/main.rs:2:41
Rustc 23 open
  [0] 23-23 23: error: could not compile `x` (bin "x") due to 2 previous errors
"#,
    );
}
