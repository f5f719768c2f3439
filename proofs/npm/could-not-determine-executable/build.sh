npx --offline tool
