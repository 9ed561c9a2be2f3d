import { type Command, defineCommand, type ExecResult, type ResolvedCommandContext } from "just-bash";

/** Pieces of a shell that runbooks use and just-bash lacks or reads otherwise. Each hands on to the built-in. */
export const supplements: readonly Command[] = [
  wrapped("xargs", (argv) => argv.flatMap(splitXargsFlag)),
  wrapped("grep", (argv) => argv.filter((word) => !/^--colou?r(=|$)/.test(word))),
  wrapped("egrep", (argv) => argv.filter((word) => !/^--colou?r(=|$)/.test(word))),
  defineCommand("date", relativeDate),
  defineCommand("sudo", sudo),
  defineCommand("watch", watch),
  ...["ps", "free", "kill", "pgrep", "top", "uptime", "df", "dmesg", "journalctl", "systemctl"].map((name) =>
    refused(name, `it is meant for the target's own machine or container: run it there with kubectl exec`),
  ),
  ...["docker", "docker-compose", "ssh", "scp", "psql", "redis-cli"].map((name) =>
    refused(name, "it is not connected: copy the command and run it by hand"),
  ),
];

function wrapped(name: string, rewrite: (argv: readonly string[]) => string[]): Command {
  return defineCommand(name, (argv, context) => original(name, rewrite(argv), context));
}

function original(name: string, argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  return context.origCommand
    ? context.origCommand(argv)
    : Promise.resolve({ stdout: "", stderr: `${name}: not found\n`, exitCode: 127 });
}

/** `-n1` and `-I{}` are `-n 1` and `-I {}`. */
function splitXargsFlag(word: string): string[] {
  const [, flag, value] = /^(-[nIPLs])(.+)$/.exec(word) ?? [];
  return flag !== undefined && value !== undefined ? [flag, value] : [word];
}

const unitSeconds: Readonly<Record<string, number>> = {
  second: 1,
  sec: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
};

/** `date -d '1 hour ago'`, `date --date='-30 minutes'`: turned into an epoch time, which the built-in reads. */
function relativeDate(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = argv.flatMap((word) => (word.startsWith("--date=") ? ["-d", word.slice("--date=".length)] : [word]));
  const at = words.findIndex((word) => word === "-d" || word === "--date");
  const said = words[at + 1] ?? "";
  const [, sign, count, unit, ago] = /^([+-]?)(\d+)\s*([a-z]+?)s?(\s+ago)?$/i.exec(said.trim()) ?? [];
  const seconds = unit === undefined ? undefined : unitSeconds[unit.toLowerCase()];
  if (at === -1 || seconds === undefined) {
    return original("date", words, context);
  }
  const direction = ago !== undefined || sign === "-" ? -1 : 1;
  const epoch = Math.floor(Date.now() / 1000) + direction * Number(count) * seconds;
  return original("date", words.with(at + 1, `@${epoch}`), context);
}

async function sudo(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const result = await nested(argv, context);
  return { ...result, stderr: `sudo: ignored, there is no root in the sandbox\n${result.stderr}` };
}

/** Once, not for ever: a live watch needs a terminal. The interval is said, not waited for. */
async function watch(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const command = argv.filter(
    (word, index) =>
      !/^(-n|--interval)(\d|=|$)/.test(word) &&
      !/^(-n|--interval)$/.test(argv[index - 1] ?? "") &&
      !/^-[dtce]+$/.test(word),
  );
  const result = await nested(command.length === 1 ? ["bash", "-c", command[0] ?? ""] : command, context);
  return { ...result, stderr: `${result.stderr}watch: shown once; run it again for a new look\n` };
}

function nested(argv: readonly string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const [program = "true", ...args] = argv;
  return context.exec
    ? context.exec(quoted(program), { cwd: context.cwd, args, ...(context.signal && { signal: context.signal }) })
    : Promise.resolve({ stdout: "", stderr: "", exitCode: 127 });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function refused(name: string, reason: string): Command {
  return defineCommand(name, () => Promise.resolve({ stdout: "", stderr: `${name}: ${reason}\n`, exitCode: 127 }));
}
