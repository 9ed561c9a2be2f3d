// Bundles the programs that run outside Next: the sandbox child, the command line, the range, the runbook worker.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Modules that could open a connection; the sandbox child's bundle must hold none of them. */
const NETWORK =
  /^(node:)?(net|tls|http|https|http2|dns|dns\/promises|dgram|inspector|cluster|child_process|worker_threads)$/;

/** @type {import("esbuild").Plugin} */
const noNetwork = {
  name: "no-network",
  setup(bundle) {
    bundle.onResolve({ filter: NETWORK }, ({ path: name, importer }) => {
      throw new Error(`the sandbox child must not import ${name} (${importer})`);
    });
    // The browser edition of the shell has no Node modules at all.
    bundle.onResolve({ filter: /^just-bash$/ }, () => ({
      path: path.join(root, "node_modules/just-bash/dist/bundle/browser.js"),
    }));
  },
};

/** Packages written for CommonJS look for `require`. */
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** @type {{ entry: string, out: string, plugins?: import("esbuild").Plugin[] }[]} */
const PROGRAMS = [
  { entry: "lib/adapters/sandbox/child/main.ts", out: "dist/sandbox-child.mjs", plugins: [noNetwork] },
  { entry: "lib/adapters/runbook-files/worker/main.ts", out: "dist/runbook-worker.mjs" },
  { entry: "cli/headroom.ts", out: "dist/headroom.mjs" },
  { entry: "range/main.ts", out: "dist/range.mjs" },
];

/** Builds every program whose source exists. */
export async function bundle() {
  const programs = PROGRAMS.filter(({ entry }) => existsSync(path.join(root, entry)));
  await Promise.all(
    programs.map(({ entry, out, plugins = [] }) =>
      build({
        absWorkingDir: root,
        entryPoints: [entry],
        outfile: out,
        bundle: true,
        platform: "node",
        format: "esm",
        target: "node22",
        conditions: ["react-server"],
        plugins,
        banner: { js: plugins.includes(noNetwork) ? "" : REQUIRE },
        logLevel: "warning",
      }),
    ),
  );
  return programs.map(({ out }) => out);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await bundle()).join("\n"));
}
