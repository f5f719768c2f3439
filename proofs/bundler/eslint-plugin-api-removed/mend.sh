sed -i -e '1a const { fixupPluginRules } = require("@eslint/compat");' -e 's/shop: plugin/shop: fixupPluginRules(plugin)/' eslint.config.js
