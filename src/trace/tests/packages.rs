//! Package managers.

use super::check;

#[test]
fn gem_native_extension() {
    check(
        r#"
Gem::Ext::BuildError: ERROR: Failed to build gem native extension.

    current directory: /usr/local/bundle/gems/pg-1.5.4/ext
/usr/local/bin/ruby extconf.rb
checking for pg_config... no
*** extconf.rb failed ***

An error occurred while installing pg (1.5.4), and Bundler cannot continue.
"#,
        r#"
Packages 1-6
  [0] 1-6 1: Gem::Ext::BuildError: ERROR: Failed to build gem native extension.
"#,
    );
}

#[test]
fn gyp_states_its_error_in_the_stack() {
    check(
        r#"
gyp info ok
gyp ERR! configure error 
gyp ERR! stack Error: Could not find any Python installation to use
gyp ERR! stack     at PythonFinder.fail (/usr/lib/node_modules/npm/node_modules/node-gyp/lib/find-python.js:307:47)
gyp ERR! System Linux 5.15.0
gyp ERR! cwd /app/node_modules/canvas
gyp ERR! not ok 
npm ERR! code 1
npm ERR! path /app/node_modules/canvas
npm ERR! command failed
"#,
        r#"
Packages 2-7
  [0] 2-7 3: gyp ERR! stack Error: Could not find any Python installation to use
      - /usr/lib/node_modules/npm/node_modules/node-gyp/lib/find-python.js:307:47 PythonFinder.fail
Packages 8-10 open
  [0] 8-10 10: npm ERR! command failed
"#,
    );
}

#[test]
fn npm_7_repeats_what_gyp_and_gcc_said() {
    check(
        r#"
npm ERR! code 1
npm ERR! path /app/node_modules/canvas
npm ERR! command failed
npm ERR! command sh -c node-gyp rebuild
npm ERR! make: Entering directory '/app/node_modules/canvas/build'
npm ERR! ../src/Canvas.cc:3:10: fatal error: cairo.h: No such file or directory
npm ERR!     3 | #include <cairo.h>
npm ERR!       |          ^~~~~~~~~
npm ERR! compilation terminated.
npm ERR! make: *** [canvas.target.mk:158: Release/obj.target/canvas/src/Canvas.o] Error 1
npm ERR! gyp ERR! build error 
npm ERR! gyp ERR! stack Error: `make` failed with exit code: 2
npm ERR! gyp ERR! stack     at ChildProcess.onExit (/usr/lib/node_modules/npm/node_modules/node-gyp/lib/build.js:203:23)
npm ERR! gyp ERR! not ok

npm ERR! A complete log of this run can be found in: /home/u/.npm/_logs/x.log
"#,
        r#"
Packages 1-16 open
  [0 <- 1] 1-16 12: npm ERR! gyp ERR! stack Error: `make` failed with exit code: 2
      - /usr/lib/node_modules/npm/node_modules/node-gyp/lib/build.js:203:23 ChildProcess.onExit
  [1] 6-9 6: npm ERR! ../src/Canvas.cc:3:10: fatal error: cairo.h: No such file or directory
      ../src/Canvas.cc:3:10
  [2 <- 1] 10-10 10: npm ERR! make: *** [canvas.target.mk:158: Release/obj.target/canvas/src/Canvas.o] Error 1
      canvas.target.mk:158
"#,
    );
}

#[test]
fn npm_holds_what_the_script_printed() {
    check(
        r#"
npm warn Unknown user config "nodedir". This will stop working in the next major version of npm. See `npm help npmrc` for supported config options.
npm error code 1
npm error path /app/bad
npm error command failed
npm error command sh -c node -e "require(\u0027zzz\u0027)"
npm error [eval]:1
npm error require(\u0027zzz\u0027)
npm error         ^^^^^^
npm error
npm error SyntaxError: Invalid or unexpected token
npm error     at makeContextifyScript (node:internal/vm:185:14)
npm error     at node:internal/process/execution:107:22
npm error     at [eval]-wrapper:6:24
npm error     at runScript (node:internal/process/execution:101:62)
npm error     at evalScript (node:internal/process/execution:133:3)
npm error     at node:internal/main/eval_string:51:3
npm error
npm error Node.js v20.20.2
npm error A complete log of this run can be found in: /home/u/.npm/_logs/2026-11-24T03_46_19_040Z-debug-0.log
"#,
        r#"
Packages 2-19 open
  [0 <- 1] 2-19 4: npm error command failed
  [1] 10-18 10: npm error SyntaxError: Invalid or unexpected token
      - node:internal/main/eval_string:51:3
      - node:internal/process/execution:133:3 evalScript
      - node:internal/process/execution:101:62 runScript
      - [eval]-wrapper:6:24
      - node:internal/process/execution:107:22
      - node:internal/vm:185:14 makeContextifyScript
"#,
    );
}

#[test]
fn npm_says_it_in_a_sentence() {
    check(
        r#"
npm warn Unknown user config "nodedir". This will stop working in the next major version of npm. See `npm help npmrc` for supported config options.
npm error Missing script: "nope"
npm error
npm error To see a list of scripts, run:
npm error   npm run
npm error A complete log of this run can be found in: /home/u/.npm/_logs/2026-11-24T03_46_19_632Z-debug-0.log
"#,
        r#"
Packages 2-6 open
  [0] 2-6 2: npm error Missing script: "nope"
"#,
    );
}

#[test]
fn pip_and_composer_explain_a_conflict() {
    check(
        r#"
ERROR: Cannot install app and b==2.0 because these package versions have conflicting dependencies.

The conflict is caused by:
    app 1.0 depends on c<2
    b 2.0 depends on c>=2

To fix this you could try to:
1. loosen the range of package versions you've specified
2. remove package versions to allow pip attempt to solve the dependency conflict

ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/
next
Your requirements could not be resolved to an installable set of packages.

  Problem 1
    - laravel/framework v10.0.0 requires php ^8.1 -> your php version (7.4.33) does not satisfy that requirement.
    - Root composer.json requires laravel/framework ^10.0 -> satisfiable by laravel/framework[v10.0.0].

done
"#,
        r#"
Packages 1-11
  [0] 1-11 1: ERROR: Cannot install app and b==2.0 because these package versions have conflicting dependencies.
Packages 13-17
  [0] 13-17 13: Your requirements could not be resolved to an installable set of packages.
"#,
    );
}

#[test]
fn pip_before_21_3() {
    check(
        r#"
Collecting lxml
    ERROR: Command errored out with exit status 1:
     command: /usr/bin/python3 -c 'import setuptools' install
         cwd: /build/pip-install-x/lxml/
    Complete output (6 lines):
    building 'lxml.etree' extension
    src/lxml/etree.c:97:10: fatal error: Python.h: No such file or directory
     #include "Python.h"
              ^~~~~~~~~~
    compilation terminated.
    error: command 'gcc' failed with exit status 1
    ----------------------------------------
ERROR: Command errored out with exit status 1: python setup.py egg_info Check the logs for full command output.
WARNING: You are using pip version 20.1
"#,
        r#"
Packages 2-13
  [0 <- 1] 2-13 2: ERROR: Command errored out with exit status 1:
  [1] 7-10 7: src/lxml/etree.c:97:10: fatal error: Python.h: No such file or directory
      src/lxml/etree.c:97:10
"#,
    );
}

#[test]
fn pip_holds_what_the_build_printed() {
    check(
        r#"
Looking in links: /wheels
Processing /app/pk
  Preparing metadata (pyproject.toml): started
  Preparing metadata (pyproject.toml): finished with status 'error'
  error: subprocess-exited-with-error
  
  × Preparing metadata (pyproject.toml) did not run successfully.
  │ exit code: 1
  ╰─> [18 lines of output]
      Traceback (most recent call last):
        File "/usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py", line 353, in <module>
          main()
        File "/usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py", line 335, in main
          json_out['return_val'] = hook(**hook_input['kwargs'])
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        File "/usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py", line 149, in prepare_metadata_for_build_wheel
          return hook(metadata_directory, config_settings)
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        File "/usr/lib/python3.11/site-packages/setuptools/build_meta.py", line 377, in prepare_metadata_for_build_wheel
          self.run_setup()
        File "/usr/lib/python3.11/site-packages/setuptools/build_meta.py", line 484, in run_setup
          self).run_setup(setup_script=setup_script)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        File "/usr/lib/python3.11/site-packages/setuptools/build_meta.py", line 335, in run_setup
          exec(code, locals())
        File "<string>", line 1, in <module>
      ModuleNotFoundError: No module named 'nope_module'
      [end of output]
  
  note: This error originates from a subprocess, and is likely not a problem with pip.
error: metadata-generation-failed

× Encountered error while generating package metadata.
╰─> See above for output.

note: This is an issue with the package mentioned above, not pip.
hint: See above for details.
"#,
        r#"
Packages 5-37 open
  [0 <- 1] 5-37 7: × Preparing metadata (pyproject.toml) did not run successfully.
  [1] 10-28 27: ModuleNotFoundError: No module named 'nope_module'
      - /usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py:353 <module>
      - /usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py:335 main
      - /usr/lib/python3.11/site-packages/pip/_vendor/pyproject_hooks/_in_process/_in_process.py:149 prepare_metadata_for_build_wheel
      - /usr/lib/python3.11/site-packages/setuptools/build_meta.py:377 prepare_metadata_for_build_wheel
      - /usr/lib/python3.11/site-packages/setuptools/build_meta.py:484 run_setup
      - /usr/lib/python3.11/site-packages/setuptools/build_meta.py:335 run_setup
      - <string>:1 <module>
"#,
    );
}

#[test]
fn pip_without_a_traceback_has_a_last_word() {
    check(
        r#"
Looking in links: /wheels
Processing /app/pk
  Preparing metadata (pyproject.toml): started
  Preparing metadata (pyproject.toml): finished with status 'error'
  error: subprocess-exited-with-error
  
  × Preparing metadata (pyproject.toml) did not run successfully.
  │ exit code: 1
  ╰─> [10 lines of output]
      running dist_info
      creating /build/pip-modern-metadata-8dusjg3c/pk.egg-info
      writing /build/pip-modern-metadata-8dusjg3c/pk.egg-info/PKG-INFO
      writing dependency_links to /build/pip-modern-metadata-8dusjg3c/pk.egg-info/dependency_links.txt
      writing top-level names to /build/pip-modern-metadata-8dusjg3c/pk.egg-info/top_level.txt
      writing manifest file '/build/pip-modern-metadata-8dusjg3c/pk.egg-info/SOURCES.txt'
      reading manifest file '/build/pip-modern-metadata-8dusjg3c/pk.egg-info/SOURCES.txt'
      writing manifest file '/build/pip-modern-metadata-8dusjg3c/pk.egg-info/SOURCES.txt'
      creating '/build/pip-modern-metadata-8dusjg3c/pk-1.dist-info'
      error: invalid command 'bdist_wheel'
      [end of output]
  
  note: This error originates from a subprocess, and is likely not a problem with pip.
error: metadata-generation-failed

× Encountered error while generating package metadata.
╰─> See above for output.

note: This is an issue with the package mentioned above, not pip.
hint: See above for details.
"#,
        r#"
Packages 5-29 open
  [0 <- 1] 5-29 7: × Preparing metadata (pyproject.toml) did not run successfully.
  [1] 19-19 19: error: invalid command 'bdist_wheel'
"#,
    );
}

#[test]
fn yarn_names_the_package_and_its_output() {
    check(
        r#"
[4/4] Building fresh packages...
error /app/node_modules/canvas: Command failed.
Exit code: 1
Command: node-gyp rebuild
Arguments: 
Directory: /app/node_modules/canvas
Output:
../src/Canvas.cc:3:10: fatal error: cairo.h: No such file or directory
    3 | #include <cairo.h>
      |          ^~~~~~~~~
compilation terminated.
info Visit https://yarnpkg.com/en/docs/cli/install for documentation about this command.
"#,
        r#"
Packages 2-11
  [0 <- 1] 2-11 2: error /app/node_modules/canvas: Command failed.
  [1] 8-11 8: ../src/Canvas.cc:3:10: fatal error: cairo.h: No such file or directory
      ../src/Canvas.cc:3:10
"#,
    );
}

#[test]
fn yarn_since_2_marks_codes() {
    check(
        r#"
➤ YN0000: ┌ Link step
➤ YN0007: │ canvas@npm:2.11.2 must be built because it never has been before
➤ YN0009: │ canvas@npm:2.11.2 couldn't be built successfully (exit code 1, logs can be found here: /build/logs/build.log)
➤ YN0000: └ Completed in 3s
"#,
        r#"
Packages 3
  [0] 3-3 3: ➤ YN0009: │ canvas@npm:2.11.2 couldn't be built successfully (exit code 1, logs can be found here: /build/logs/build.log)
"#,
    );
}
