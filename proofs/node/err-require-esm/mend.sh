# The call is replaced by a dynamic import.
printf '%s\n' 'async function main() {' '  const greeting = await import("./lib/index.js");' '  console.log(greeting.default);' '}' '' 'main();' > app.js
