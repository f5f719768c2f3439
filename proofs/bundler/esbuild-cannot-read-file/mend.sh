sed -i 's|path.resolve(args.path.slice(2))|path.resolve("lib", args.path.slice(2) + ".js")|' build.mjs
