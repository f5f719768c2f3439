#!/usr/bin/env node
console.log("done");
