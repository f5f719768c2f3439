#!/bin/sh
# The list holds plugins instead of objects.
echo 'module.exports = [require("autoprefixer")];' > plugins.js
