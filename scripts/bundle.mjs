// Bundles the programs that run outside Next: the sandbox child, the command line, the range, the runbook worker.
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { repairedJq, repairedShell } from "./shell-repairs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Modules that could open a connection; the sandbox child's bundle must hold none of them. */
const NETWORK =
  /^(node:)?(net|tls|http|https|http2|dns|dns\/promises|dgram|inspector|cluster|child_process|worker_threads)$/;

/** The browser edition of the shell has no Node modules at all. */
const SHELL = "node_modules/just-bash/dist/bundle/browser.js";

/** @type {import("esbuild").Plugin} */
const noNetwork = {
  name: "no-network",
  setup(bundle) {
    bundle.onResolve({ filter: NETWORK }, ({ path: name, importer }) => {
      throw new Error(`the sandbox child must not import ${name} (${importer})`);
    });
    bundle.onResolve({ filter: /^just-bash$/ }, () => ({
      path: path.join(root, SHELL),
    }));
    // Of a command that turns HTML into Markdown: a document object model, which every child would set up.
    bundle.onResolve({ filter: /^turndown$/ }, () => ({ path: "turndown", namespace: "left-out" }));
    bundle.onLoad({ filter: /./, namespace: "left-out" }, () => ({ contents: "export default class {}" }));
    bundle.onLoad({ filter: /just-bash[\\/]dist[\\/]bundle[\\/]browser\.js$/ }, () => ({
      contents: repairedShell(readFileSync(path.join(root, SHELL), "utf8")),
      loader: "js",
    }));
    bundle.onLoad({ filter: /jq-wasm[\\/]dist[\\/]build[\\/]jq\.js$/ }, ({ path: file }) => ({
      contents: repairedJq(readFileSync(file, "utf8")),
      loader: "js",
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

/**
 * Builds every program whose source exists, or those named, unless nothing they are made of has changed.
 * @param {readonly string[]} [only]
 */
export async function bundle(only) {
  const programs = PROGRAMS.filter(
    ({ entry, out }) => existsSync(path.join(root, entry)) && (only === undefined || only.includes(out)),
  );
  await Promise.all(programs.filter(({ out }) => !isFresh(out)).map(buildProgram));
  return programs.map(({ out }) => out);
}

/** @param {(typeof PROGRAMS)[number]} program */
async function buildProgram({ entry, out, plugins = [] }) {
  const { build } = await import("esbuild");
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    conditions: ["react-server"],
    // They look for files beside their own, and are loaded only when a script calls docker or ssh.
    external: ["dockerode", "ssh2"],
    plugins,
    banner: { js: plugins.includes(noNetwork) ? "" : REQUIRE },
    metafile: true,
    logLevel: "warning",
  });
  // What a plugin makes up is no file, and never changes.
  const files = Object.keys(metafile.inputs).filter((input) => !input.startsWith("left-out:"));
  writeFileSync(path.join(root, `${out}.inputs.json`), JSON.stringify(files));
}

/** What every bundle is made with. */
const OWN_INPUTS = ["bundle", "shell-repairs", "flow-repairs", "awk-repairs", "tool-repairs"]
  .map((name) => `scripts/${name}.mjs`)
  .concat("package-lock.json");

/** Is a bundle newer than everything it was made of? @param {string} out */
function isFresh(out) {
  const listPath = path.join(root, `${out}.inputs.json`);
  if (!existsSync(listPath) || !existsSync(path.join(root, out))) {
    return false;
  }
  const builtAt = statSync(path.join(root, out)).mtimeMs;
  // Package managers set the times of packages' files to the past: the lockfile stands for them.
  const inputs = [...JSON.parse(readFileSync(listPath, "utf8")), ...OWN_INPUTS];
  return inputs.every((input) => changedAt(input) < builtAt);
}

/** @param {string} input */
function changedAt(input) {
  return statSync(path.join(root, input), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await bundle()).join("\n"));
}
