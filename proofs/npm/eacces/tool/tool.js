#!/usr/bin/env node
console.log("works");
