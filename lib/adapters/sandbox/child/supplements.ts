import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { IN_POD, isMeantForPod, podPrograms, signalsOwnJob } from "@/lib/core/shell/targets/pod-programs";
import { calculate } from "./bc/bc";
import { nested, original, readIfThere } from "./built-ins";
import { cmp } from "./cmp";
import { column } from "./column";
import { cut } from "./cut";
import { diff, isPlainDiff } from "./diff";
import { envsubst } from "./envsubst";
import { awk, dumpedBy, env, headWithoutEnd, seq, shell, sort, touch } from "./gnu-tools";
import { isSilent, withMissingPaths, withoutMessages, withoutSilence } from "./grep-missing";
import { grepWords } from "./grep-words";
import { joinWords } from "./join-words";
import { jq } from "./jq";
import { mktemp } from "./mktemp";
import { realpath } from "./realpath";
import { relativeEpoch, withEpoch } from "./relative-date";
import { scaled } from "./scaled-numbers";
import { shuf } from "./shuf";
import { type Original, pasteWords, sed, trWords } from "./text-tools";
import { truncate } from "./truncate";
import { umask } from "./umask";
import { uniq } from "./uniq";
import { wc } from "./wc";
import { xargs } from "./xargs";
import { yes } from "./yes";

/** How a command hands output to the reader before it ends; null when its output goes into a pipe or a variable. */
export type Live = { readonly write: ((result: ExecResult) => void) | null };

export type Supplement = (argv: string[], context: ResolvedCommandContext, live: Live) => Promise<ExecResult>;

const ON_HOST = "it is meant for the host itself: run it there";
const IN_TARGET = "it is meant for the target's own machine or container: run it there with kubectl exec";
const NOT_CONNECTED = "it is not connected: copy the command and run it by hand";

/** Pieces of a shell that runbooks use and just-bash lacks or reads otherwise. Most hand on to the built-in. */
export const supplements: ReadonlyMap<string, Supplement> = new Map<string, Supplement>([
  ["awk", awk],
  ["env", env],
  ["xargs", runXargs],
  ["cut", cut],
  ["column", column],
  ["cmp", cmp],
  ["join", rewritten("join", joinWords)],
  ["shuf", shuf],
  ["truncate", truncate],
  ["umask", umask],
  ["yes", yes],
  ["jobs", () => Promise.resolve({ stdout: "", stderr: "", exitCode: 0 })],
  ["paste", rewritten("paste", pasteWords)],
  ["tr", rewritten("tr", trWords)],
  ["sed", (argv, context) => sed(argv, context, originals(context))],
  ["diff", (argv, context) => (isPlainDiff(argv) ? diff(argv, context) : original("diff", argv, context))],
  ["mktemp", mktemp],
  ["realpath", realpath],
  ...["grep", "egrep", "fgrep", "ls"].map((name) => [name, plainOrInPod(name)] as const),
  ["date", (argv, context) => original("date", relativeEpoch(argv, Date.now()), context)],
  ["find", (argv, context) => original("find", withEpoch(argv, /^-newermt$/, Date.now()), context)],
  ["touch", touch],
  ["sort", sort],
  ["numfmt", (argv, { stdin }) => Promise.resolve(scaled(argv, String(stdin)))],
  ["seq", seq],
  ["od", (argv, context) => dumpedBy("od", argv, context)],
  ["xxd", (argv, context) => dumpedBy("xxd", argv, context)],
  ...["bash", "sh"].map((name) => [name, shell(name)] as const),
  ["uniq", uniq],
  ["envsubst", substituted],
  ["bc", bc],
  ["jq", jq],
  ["sudo", sudo],
  ["watch", watch],
  ["less", (argv, context) => nested(["cat", ...argv], context)],
  ["more", (argv, context) => nested(["cat", ...argv], context)],
  ["cat", ofWorkload("cat")],
  [
    "head",
    async (argv, context, live) => (await headWithoutEnd(argv, context)) ?? ofWorkload("head")(argv, context, live),
  ],
  ["wc", countOrInPod],
  ["tail", (argv, context, live) => ofWorkload("tail")(withoutFollow(argv), context, live)],
  ...[...podPrograms, "killall"].map((name) => [name, refused(name, IN_TARGET)] as const),
  ["kill", kill],
  ...["htop", "journalctl", "systemctl", "service", "sysctl"].map((name) => [name, refused(name, ON_HOST)] as const),
  ...["docker", "docker-compose", "ssh", "scp", "psql", "redis-cli", "promql", "curl"].map(
    (name) => [name, refused(name, NOT_CONNECTED)] as const,
  ),
]);

/** `cat /proc/meminfo`: of the workload's container, where there is one. */
function ofWorkload(name: string): Supplement {
  return (argv, context) =>
    isMeantForPod(name, argv) && context.getRegisteredCommands?.().includes(IN_POD)
      ? nested([IN_POD, name, ...argv], context)
      : original(name, argv, context);
}

/** A file of the script's own does not grow while `tail -f` looks at it: it prints the end, and ends. */
function withoutFollow(argv: readonly string[]): string[] {
  return argv
    .filter((word) => !/^(-[fF]|--follow(=.*)?|--retry)$/.test(word))
    .map((word) => word.replace(/^-[fF](\d+)$/, "-$1"));
}

function rewritten(name: string, rewrite: (argv: readonly string[]) => string[]): Supplement {
  return (argv, context) => original(name, rewrite(argv), context);
}

function originals(context: ResolvedCommandContext): Original {
  return (name, argv) => original(name, argv, context);
}

function runXargs(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  return xargs(argv, String(context.stdin), {
    run: (words) => nested(words, context, { stdin: "" }),
    read: (name) => readIfThere(name, context, "binary"),
  });
}

function countOrInPod(argv: string[], context: ResolvedCommandContext, live: Live): Promise<ExecResult> {
  return isMeantForPod("wc", argv) ? ofWorkload("wc")(argv, context, live) : wc(argv, context);
}

/** grep and ls: colours are for terminals, and `/proc` is the workload's. */
function plainOrInPod(name: string): Supplement {
  const plain: Supplement = async (argv, context) => {
    if (name === "ls") {
      return asGnuLists(await original(name, withoutColour(argv), context));
    }
    const words = name === "grep" ? grepWords(withoutColour(argv)) : withoutColour(argv);
    const result = await original(name, withoutSilence(words), context);
    const heard = isSilent(words) ? withoutMessages(result) : result;
    return withMissingPaths(heard, words, (path) => isThere(path, context));
  };
  return (argv, context, live) =>
    isMeantForPod(name, argv) ? ofWorkload(name)(withoutColour(argv), context, live) : plain(argv, context, live);
}

/** Files stand one under the other; only folders are set apart. */
function asGnuLists({ stdout, stderr, ...rest }: ExecResult): ExecResult {
  const listed = stdout.replace(/\n\n(?!.+:\n)/g, "\n");
  return {
    ...rest,
    stdout: listed,
    stderr: stderr.replace(/^ls: ([^'\n]+): No such/gm, "ls: cannot access '$1': No such"),
  };
}

function isThere(path: string, { fs, cwd }: ResolvedCommandContext): Promise<boolean> {
  return fs.exists(fs.resolvePath(cwd, path));
}

function withoutColour(argv: readonly string[]): string[] {
  return argv.filter((word) => !/^--colou?r(=|$)/.test(word));
}

async function substituted([format]: string[], { stdin, exportedEnv }: ResolvedCommandContext): Promise<ExecResult> {
  const stdout = envsubst(String(stdin), { env: exportedEnv ?? {}, format });
  return { stdout, stderr: "", exitCode: 0, stdoutKind: "bytes" };
}

/** `echo "scale=2; 10/3" | bc`, or a file of it; `-l` is twenty digits behind the point. */
async function bc(argv: string[], { stdin, fs, cwd }: ResolvedCommandContext): Promise<ExecResult> {
  const files = argv.filter((word) => !word.startsWith("-"));
  const unknown = argv.find((word) => /^-/.test(word) && !/^-[lqsw]+$|^--(?:mathlib|quiet|standard|warn)$/.test(word));
  if (unknown !== undefined) {
    return { stdout: "", stderr: `bc: ${unknown} is not done here\n`, exitCode: 1 };
  }
  const texts = await Promise.all(files.map((file) => fs.readFile(fs.resolvePath(cwd, file))));
  const isLong = argv.some((word) => /^-\w*l|^--mathlib/.test(word));
  return { ...calculate([...texts, String(stdin)].join("\n"), isLong), exitCode: 0 };
}

async function sudo(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const command = argv.slice(argv.findIndex((word) => !/^-[EnHiS]+$/.test(word)));
  const result = await nested(command, context);
  return { ...result, stderr: `sudo: ignored, there is no root in the sandbox\n${result.stderr}` };
}

const WATCH_SECONDS = 2;

/** `watch`: again and again, until the run is cancelled or its time is up. Into a pipe, once. */
async function watch(argv: string[], context: ResolvedCommandContext, live: Live): Promise<ExecResult> {
  const { command, seconds } = watchWords(argv);
  const look = () => nested(command.length === 1 ? ["bash", "-c", command[0] ?? ""] : command, context);
  if (!live.write) {
    return look();
  }
  for (;;) {
    const result = await look();
    const head = `Every ${seconds.toFixed(1)}s: ${command.join(" ")}\n\n`;
    live.write({ ...result, stdout: `${head}${result.stdout}\n` });
    await pause(seconds * 1000);
  }
}

function watchWords(argv: readonly string[]): { command: readonly string[]; seconds: number } {
  const rest = [...argv];
  let seconds = WATCH_SECONDS;
  while (rest[0]?.startsWith("-")) {
    const flag = rest.shift() ?? "";
    const [, glued] = /^(?:-n|--interval=)(.+)$/.exec(flag) ?? [];
    const said = glued ?? (flag === "-n" || flag === "--interval" ? rest.shift() : undefined);
    seconds = Number(said ?? seconds);
  }
  return { command: rest, seconds: seconds >= 0.1 ? seconds : WATCH_SECONDS };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** A job of the script's own has ended by then. */
function kill(argv: string[], context: ResolvedCommandContext, live: Live): Promise<ExecResult> {
  return signalsOwnJob("kill", argv)
    ? Promise.resolve({ stdout: "", stderr: "", exitCode: 0 })
    : refused("kill", IN_TARGET)(argv, context, live);
}

function refused(name: string, reason: string): Supplement {
  return () => Promise.resolve({ stdout: "", stderr: `${name}: ${reason}\n`, exitCode: 127 });
}
