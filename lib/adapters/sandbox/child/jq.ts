import { gunzipSync } from "node:zlib";
import startModule from "jq-wasm/dist/build/jq.js";
import type { ExecResult, ResolvedCommandContext } from "just-bash";

/** What of the compiled program's own file system is used. */
type ModuleFiles = {
  init(input: () => number | null, output: (byte: number | null) => void, errors: (byte: number | null) => void): void;
  mkdirTree(path: string): void;
  writeFile(path: string, bytes: Uint8Array): void;
  chdir(path: string): void;
};

type Module = { callMain(argv: string[]): number };
type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;
type ModuleOptions = {
  readonly thisProgram: string;
  /** Called before it starts; `scripts/shell-repairs.mjs` puts the call there. */
  prepare(files: ModuleFiles, env: Record<string, string | undefined>): void;
  instantiateWasm(imports: WebAssembly.Imports, receive: Receive, packed: () => string): object;
};
const start: (options: ModuleOptions) => Promise<Module> = startModule;

let compiled: Promise<WebAssembly.Module> | null = null;

/** jq itself, compiled for the sandbox: it reads what stands at its input and the files that its words name. */
export async function jq(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const input = Buffer.from(String(context.stdin), "latin1");
  const files = await filesOf(argv, context);
  const output = collector();
  const errors = collector();
  let at = 0;
  const module = await start({
    thisProgram: "jq",
    prepare: (own, env) => {
      own.init(() => input[at++] ?? null, output.add, errors.add);
      own.mkdirTree(context.cwd);
      for (const { path, bytes } of files) {
        own.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
        own.writeFile(path, bytes);
      }
      own.chdir(context.cwd);
      Object.assign(env, noneOfItsOwn, context.exportedEnv);
    },
    instantiateWasm: (imports, receive, packed) => {
      compiled ??= WebAssembly.compile(unpacked(packed()));
      void compiled.then(async (program) => receive(await WebAssembly.instantiate(program, imports), program));
      return {};
    },
  });
  const exitCode = module.callMain(argv.map(inUtc));
  const stderr = errors.bytes().toString("utf8");
  return { stdout: output.bytes().toString("latin1"), stderr, exitCode, stdoutKind: "bytes" };
}

/** The compiled program has no name for its zone, which is UTC. */
function inUtc(word: string): string {
  return word.replace(/\bstrf(?:local)?time\("[^"]*"\)/g, (call) => call.replaceAll("%Z", "UTC"));
}

/** A data URL of what `scripts/shell-repairs.mjs` packed. */
function unpacked(url: string): BufferSource {
  return gunzipSync(Buffer.from(url.slice(url.indexOf(",") + 1), "base64"));
}

/** What the compiled program takes for its environment where it is told nothing. */
const noneOfItsOwn = Object.fromEntries(["USER", "LOGNAME", "PATH", "PWD", "HOME", "LANG", "_"].map((name) => [name]));

type GivenFile = { readonly path: string; readonly bytes: Uint8Array };

/** The files that the words name: inputs, programs (`-f`), and values (`--slurpfile`). */
async function filesOf(argv: readonly string[], { fs, cwd }: ResolvedCommandContext): Promise<readonly GivenFile[]> {
  const paths = argv.filter((word) => word !== "" && !word.includes("\0")).map((word) => fs.resolvePath(cwd, word));
  const found = await Promise.all(
    paths.map(async (path) =>
      (await fs.exists(path)) && (await fs.stat(path)).isFile ? { path, bytes: await fs.readFileBuffer(path) } : null,
    ),
  );
  return found.filter((file) => file !== null);
}

/** Bytes one after the other, in one buffer that grows. */
function collector() {
  let held = Buffer.alloc(4096);
  let length = 0;
  return {
    add: (byte: number | null) => {
      if (byte === null) {
        return;
      }
      if (length === held.length) {
        held = Buffer.concat([held, Buffer.alloc(length)]);
      }
      held[length] = byte;
      length += 1;
    },
    bytes: () => held.subarray(0, length),
  };
}
