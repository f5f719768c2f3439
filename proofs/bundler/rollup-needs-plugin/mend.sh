#!/bin/sh
# The plugin for JSON is listed.
printf 'import json from "@rollup/plugin-json";\nexport default { input: "app.js", output: { file: "out/app.js" }, plugins: [json()] };\n' > rollup.config.mjs
