import path from "node:path";
import * as esbuild from "esbuild";

const alias = {
  name: "alias",
  setup(build) {
    build.onResolve({ filter: /^~\// }, (args) => ({ path: path.resolve(args.path.slice(2)) }));
  },
};

await esbuild.build({ entryPoints: ["app.js"], bundle: true, outfile: "out.js", plugins: [alias] });
