# A rule for images.
sed -i 's|^  entry|  module: { rules: [{ test: /\\.png$/, type: "asset" }] },\n  entry|' webpack.config.js
