# The module goes to where it is looked for.
cp build/answer.wasm public/
