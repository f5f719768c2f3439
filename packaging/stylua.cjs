// Formats Lua as stylua.toml of the plugin says: node stylua.cjs [--write] FILE…
'use strict';

const fs = require('node:fs');
const stylua = require('@johnnymorganz/stylua');

/** The library reads no files, so the settings are said here; editors read the file. */
function settings() {
  const config = stylua.Config.new();
  config.column_width = 120;
  config.indent_type = stylua.IndentType.Spaces;
  config.indent_width = 2;
  config.quote_style = stylua.QuoteStyle.AutoPreferSingle;
  config.syntax = stylua.LuaVersion.LuaJIT;
  return config;
}

const write = process.argv.includes('--write');
let wrong = 0;
for (const file of process.argv.slice(2).filter((word) => word !== '--write')) {
  const text = fs.readFileSync(file, 'utf8');
  const formatted = stylua.formatCode(text, settings(), undefined, stylua.OutputVerification.Full);
  if (formatted === text) continue;
  if (write) {
    fs.writeFileSync(file, formatted);
  } else {
    const lines = text.split('\n');
    const line = formatted.split('\n').findIndex((line, i) => line !== lines[i]);
    console.error(`${file}:${line + 1}: not as stylua writes it; packaging/lint --write mends it`);
    wrong = 1;
  }
}
process.exit(wrong);
