#!/usr/bin/env node
// Starts the program of this platform, which one of the optional dependencies carries.
'use strict';

const { spawn } = require('node:child_process');

/** The C library that Node itself is linked to, on Linux. */
function libc() {
  if (process.platform !== 'linux') return '';
  return process.report.getReport().header.glibcVersionRuntime ? '-glibc' : '-musl';
}

const platform = `${process.platform}-${process.arch}${libc()}`;
const name = process.platform === 'win32' ? 'loglore.exe' : 'loglore';

let program;
try {
  program = require.resolve(`@loglore/${platform}/${name}`);
} catch {
  console.error(
    `loglore: there is no program for ${platform} in node_modules.\n` +
      'If the installation left out optional dependencies (--omit=optional), install again without that; ' +
      'if your platform is not among the packages, `cargo install loglore` builds it.',
  );
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
// The program ends by itself when its terminal or its editor says so; what comes by name is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => {
  console.error(`loglore: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
