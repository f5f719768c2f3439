//! JavaScript and TypeScript: engines, compilers, bundlers.

use super::check;

#[test]
fn a_message_of_several_rows_above_the_frames() {
    check(
        r#"
node:internal/modules/cjs/loader:1210
  throw err;
  ^

Error: Cannot find module './missing'
Require stack:
- /app/n3.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)
    at Module._load (node:internal/modules/cjs/loader:1038:27)
    at Module.require (node:internal/modules/cjs/loader:1289:19)
    at require (node:internal/modules/helpers:182:18)
    at Object.<anonymous> (/app/n3.js:1:1)
    at Module._compile (node:internal/modules/cjs/loader:1521:14)
    at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
    at Module.load (node:internal/modules/cjs/loader:1266:32)
    at Module._load (node:internal/modules/cjs/loader:1091:12)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/app/n3.js' ]
}

Node.js v20.20.2
"#,
        r#"
Node 1-22 open
  [0] 1-22 5: Error: Cannot find module './missing'
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1521:14 Module._compile
      /app/n3.js:1:1 Object.<anonymous>
      - node:internal/modules/helpers:182:18 require
      - node:internal/modules/cjs/loader:1289:19 Module.require
      - node:internal/modules/cjs/loader:1038:27 Module._load
      - node:internal/modules/cjs/loader:1207:15 Module._resolveFilename
"#,
    );
}

#[test]
fn a_syntax_error_is_where_node_says_above_it() {
    check(
        r#"
/app/n4.js:3



SyntaxError: Unexpected end of input
    at wrapSafe (node:internal/modules/cjs/loader:1464:18)
    at Module._compile (node:internal/modules/cjs/loader:1495:20)
    at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
    at Module.load (node:internal/modules/cjs/loader:1266:32)
    at Module._load (node:internal/modules/cjs/loader:1091:12)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
    at node:internal/main/run_main_module:28:49

Node.js v20.20.2
"#,
        r#"
Node 1-14 open
  [0] 1-14 5: SyntaxError: Unexpected end of input
      - node:internal/main/run_main_module:28:49
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1495:20 Module._compile
      - node:internal/modules/cjs/loader:1464:18 wrapSafe
      /app/n4.js:3
"#,
    );
}

#[test]
fn an_error_inside_of_an_indented_log() {
    check(
        r#"
2 problems
  error handling request GET /x
    TypeError: Cannot read properties of undefined (reading 'id')
        at handler (/app/dist/server.js:12:9)
        at /app/node_modules/express/lib/router/index.js:284:15
  done
"#,
        r#"
Node 3-5
  [0] 3-5 3: TypeError: Cannot read properties of undefined (reading 'id')
      - /app/node_modules/express/lib/router/index.js:284:15
      /app/dist/server.js:12:9 handler
"#,
    );
}

#[test]
fn an_error_without_frames_still_is_a_block() {
    check(
        r#"
/app/n2.js:1
require('fs').readFile('/nope',(e)=>{ throw e })
                                      ^

[Error: EISDIR: illegal operation on a directory, read] {
  errno: -21,
  code: 'EISDIR',
  syscall: 'read'
}

Node.js v20.20.2
"#,
        r#"
Node 1-11 open
  [0] 1-11 5: [Error: EISDIR: illegal operation on a directory, read] {
      /app/n2.js:1
"#,
    );
}

#[test]
fn firefox_and_safari_print_an_at_sign() {
    check(
        r#"
Uncaught TypeError: this.items is undefined
render@http://localhost:8080/src/app.js:12:9
@http://localhost:8080/node_modules/lib/index.js:3:1
next
"#,
        r#"
Node 1-3
  [0] 1-3 1: Uncaught TypeError: this.items is undefined
      - http://localhost:8080/node_modules/lib/index.js:3:1
      http://localhost:8080/src/app.js:12:9 render
"#,
    );
}

#[test]
fn jest_prints_one_block_a_test() {
    check(
        r#"
FAIL src/sum.test.js
  ● adds › two numbers

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      2 |
      3 | test('two numbers', () => {
    > 4 |   expect(sum(1, 2)).toBe(4);
        |                     ^

      at Object.toBe (src/sum.test.js:4:21)

  ● adds › none

    TypeError: sum is not a function

      at Object.sum (src/sum.test.js:9:3)
      at runTest (node_modules/jest-circus/build/run.js:12:1)

Test Suites: 1 failed, 1 total
"#,
        r#"
Node 2-14
  [0] 2-14 4: expect(received).toBe(expected) // Object.is equality
      src/sum.test.js:4:21 Object.toBe
Node 16-21
  [0] 16-21 18: TypeError: sum is not a function
      - node_modules/jest-circus/build/run.js:12:1 runTest
      src/sum.test.js:9:3 Object.sum
"#,
    );
}

#[test]
fn members_of_an_aggregate_error_are_sections() {
    check(
        r#"
/app/n5.js:1
Promise.reject(new AggregateError([new Error('a'),new Error('b')],'all bad'))
               ^

AggregateError: all bad
    at Object.<anonymous> (/app/n5.js:1:16)
    at Module._compile (node:internal/modules/cjs/loader:1521:14)
    at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
    at Module.load (node:internal/modules/cjs/loader:1266:32)
    at Module._load (node:internal/modules/cjs/loader:1091:12)
    at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
    at node:internal/main/run_main_module:28:49 {
  [errors]: [
    Error: a
        at Object.<anonymous> (/app/n5.js:1:36)
        at Module._compile (node:internal/modules/cjs/loader:1521:14)
        at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
        at Module.load (node:internal/modules/cjs/loader:1266:32)
        at Module._load (node:internal/modules/cjs/loader:1091:12)
        at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
        at node:internal/main/run_main_module:28:49,
    Error: b
        at Object.<anonymous> (/app/n5.js:1:51)
        at Module._compile (node:internal/modules/cjs/loader:1521:14)
        at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
        at Module.load (node:internal/modules/cjs/loader:1266:32)
        at Module._load (node:internal/modules/cjs/loader:1091:12)
        at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
        at node:internal/main/run_main_module:28:49
  ]
}

Node.js v20.20.2
"#,
        r#"
Node 1-33 open
  [0 <- 1] 1-13 5: AggregateError: all bad
      - node:internal/main/run_main_module:28:49
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1521:14 Module._compile
      /app/n5.js:1:16 Object.<anonymous>
  [1] 14-21 14: Error: a
      - node:internal/main/run_main_module:28:49
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1521:14 Module._compile
      /app/n5.js:1:36 Object.<anonymous>
  [2] 22-33 22: Error: b
      - node:internal/main/run_main_module:28:49
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1521:14 Module._compile
      /app/n5.js:1:51 Object.<anonymous>
"#,
    );
}

#[test]
fn next_prints_the_place_above() {
    check(
        r#"
Failed to compile.

./app/page.tsx:1:1
Module not found: Can't resolve 'left-pad'
> 1 | import pad from 'left-pad'

https://nextjs.org/docs/messages/module-not-found
"#,
        r#"
Bundler 1-7 open
  [0] 1-7 4: Module not found: Can't resolve 'left-pad'
      ./app/page.tsx:1:1
"#,
    );
}

#[test]
fn node_prints_a_cause_in_brackets() {
    check(
        r#"
/app/n1.js:2
function b(){ const e=new Error("inner\nline2"); throw new TypeError("outer msg",{cause:e}); }
                                                 ^

TypeError: outer msg
    at b (/app/n1.js:2:56)
    at a (/app/n1.js:1:15)
    ... 6 lines matching cause stack trace ...
    at node:internal/main/run_main_module:28:49 {
  [cause]: Error: inner
  line2
      at b (/app/n1.js:2:23)
      at a (/app/n1.js:1:15)
      at Object.<anonymous> (/app/n1.js:3:1)
      at Module._compile (node:internal/modules/cjs/loader:1521:14)
      at Module._extensions..js (node:internal/modules/cjs/loader:1623:10)
      at Module.load (node:internal/modules/cjs/loader:1266:32)
      at Module._load (node:internal/modules/cjs/loader:1091:12)
      at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
      at node:internal/main/run_main_module:28:49
}

Node.js v20.20.2
"#,
        r#"
Node 1-23 open
  [0 <- 1] 1-9 5: TypeError: outer msg
      - node:internal/main/run_main_module:28:49
      /app/n1.js:1:15 a
      /app/n1.js:2:56 b
  [1] 10-23 10: [cause]: Error: inner
      - node:internal/main/run_main_module:28:49
      - node:internal/modules/run_main:164:12 Function.executeUserEntryPoint [as runMain]
      - node:internal/modules/cjs/loader:1091:12 Module._load
      - node:internal/modules/cjs/loader:1266:32 Module.load
      - node:internal/modules/cjs/loader:1623:10 Module._extensions..js
      - node:internal/modules/cjs/loader:1521:14 Module._compile
      /app/n1.js:3:1 Object.<anonymous>
      /app/n1.js:1:15 a
      /app/n1.js:2:23 b
"#,
    );
}

#[test]
fn tsc_for_a_file_and_for_a_terminal() {
    check(
        r#"
src/a.ts(1,20): error TS2307: Cannot find module './b' or its corresponding type declarations.
src/c.ts(3,7): error TS2322: Type '{ a: number; }' is not assignable to type 'P'.
  Property 'b' is missing in type '{ a: number; }' but required in type 'P'.
src/d.ts:4:5 - error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.

4     f('x');
      ~~~

  src/f.ts:1:12
    1 function f(n: number) {}
                 ~
    The expected type comes from this parameter.

Found 3 errors in 3 files.
"#,
        r#"
TypeScript 1
  [0] 1-1 1: src/a.ts(1,20): error TS2307: Cannot find module './b' or its corresponding type declarations.
      src/a.ts:1:20
TypeScript 2-3
  [0] 2-3 2: src/c.ts(3,7): error TS2322: Type '{ a: number; }' is not assignable to type 'P'.
      src/c.ts:3:7
TypeScript 4-12
  [0] 4-12 4: src/d.ts:4:5 - error TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
      src/d.ts:4:5
"#,
    );
}

#[test]
fn v8_out_of_memory() {
    check(
        r#"
<--- Last few GCs --->

[61:0x7453]   229060 ms: Mark-sweep (reduce) 2047.1 (2083.9) -> 2046.9 (2084.4) MB, 560.7 / 0.3 ms (average mu = 0.286)

<--- JS stacktrace --->

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0xb7c3e0 node::Abort() [node]
 2: 0xa8d7f4  [node]
Aborted (core dumped)
"#,
        r#"
Node 1-11
  [0] 1-11 7: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
"#,
    );
}

#[test]
fn vite_and_esbuild() {
    check(
        r#"
error during build:
[vite]: Rollup failed to resolve import "left-pad" from "/app/src/main.ts".
This is most likely unintended because it can break your application at runtime.

✘ [ERROR] Could not resolve "react"

    src/a.jsx:1:18:
      1 │ import React from 'react'
        ╵                   ~~~~~~~

1 error
"#,
        r#"
Bundler 1-3
  [0] 1-3 2: [vite]: Rollup failed to resolve import "left-pad" from "/app/src/main.ts".
Bundler 5-9
  [0] 5-9 5: ✘ [ERROR] Could not resolve "react"
      src/a.jsx:1:19
"#,
    );
}

#[test]
fn vitest_points_with_an_arrow() {
    check(
        r#"
 FAIL  src/add.test.ts > adds
AssertionError: expected 3 to be 4 // Object.is equality
 ❯ Module.add src/add.ts:2:9
 ❯ src/add.test.ts:5:21
      4| test('adds', () => {
"#,
        r#"
Node 2-4
  [0] 2-4 2: AssertionError: expected 3 to be 4 // Object.is equality
      src/add.test.ts:5:21
      src/add.ts:2:9 Module.add
"#,
    );
}

#[test]
fn webpack_names_the_module_above_what_is_wrong() {
    check(
        r#"
asset main.js 1.2 KiB [emitted] (name: main)
ERROR in ./src/index.js 3:0-24
Module not found: Error: Can't resolve './nope' in '/app/src'
 @ ./src/main.js 1:0-20

ERROR in ./src/style.css 1:5
Module parse failed: Unexpected token (1:5)
You may need an appropriate loader to handle this file type, currently no loaders are configured to process this file.
> body { color: red }
| a {}

webpack 5.90.0 compiled with 2 errors in 312 ms
"#,
        r#"
Bundler 2-4
  [0] 2-4 3: Module not found: Error: Can't resolve './nope' in '/app/src'
      ./src/index.js:3:1
Bundler 6-10
  [0] 6-10 7: Module parse failed: Unexpected token (1:5)
      ./src/style.css:1:6
"#,
    );
}
