import { readFileSync } from 'node:fs';

const { instance } = await WebAssembly.instantiate(readFileSync('public/answer.wasm'), {});
console.log(Object.keys(instance.exports).length);
