import { setTimeout as sleep } from "node:timers/promises";
import { type Command as CommandNode, parse, type Redirect, type Script, type Statement, type Word } from "unbash";
import { type Command, type CommandInput, type CommandResult, failed, printed } from "./command.ts";
import type { Machine } from "./machine.ts";
import { expandWord, type WordScope } from "./shell-words.ts";
import { SYSTEM_COMMANDS } from "./system-commands.ts";
import { TEXT_COMMANDS } from "./text-commands.ts";

type Node = Statement["command"];

interface Shell {
  readonly machine: Machine;
  readonly variables: Map<string, string>;
  readonly signal: AbortSignal;
  lastExitCode: number;
}

const BUILT_INS: Readonly<Record<string, Command>> = {
  echo: (args) => printed(args[0] === "-n" ? args.slice(1).join(" ") : `${args.join(" ")}\n`),
  true: () => printed(""),
  ":": () => printed(""),
  false: () => printed("", 1),
  exit: (args) => printed("", Number(args[0] ?? 0)),
  sleep: async (args, { signal }) => {
    await sleep(Math.min(3600, Number.parseFloat(args[0] ?? "0")) * 1000, undefined, { signal });
    return printed("");
  },
};

const SHELLS: readonly string[] = ["sh", "bash", "ash"];

function baseName(path: string): string {
  return path.split("/").at(-1) ?? path;
}

const shellCommand: Command = (args, input) => {
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(word));
  return runScript(at === -1 ? input.stdin : (args[at + 1] ?? ""), input);
};

function findCommand(name: string): Command | undefined {
  const base = baseName(name);
  return SHELLS.includes(base) ? shellCommand : (BUILT_INS[base] ?? TEXT_COMMANDS[base] ?? SYSTEM_COMMANDS[base]);
}

/** True when the container's image has such a program. */
export function hasCommand(name: string): boolean {
  return findCommand(name) !== undefined;
}

/** Runs one program with its arguments; a missing one ends with 127. */
export async function runArgv(argv: readonly string[], input: CommandInput): Promise<CommandResult> {
  const [name = "", ...args] = argv;
  const command = findCommand(name);
  return command === undefined ? failed(`sh: 1: ${name}: not found`, 127) : command(args, input);
}

function scopeOf(shell: Shell): WordScope {
  return {
    variable: (name) => (name === "?" ? String(shell.lastExitCode) : shell.variables.get(name)),
    substitute: async (script) => (await runStatements(shell, script, "")).stdout,
  };
}

async function expandAll(shell: Shell, words: readonly Word[]): Promise<readonly string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    expanded.push(...(await expandWord(word, scopeOf(shell))));
  }
  return expanded;
}

function redirectedOnce(result: CommandResult, redirect: Redirect): CommandResult {
  const from = redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : 1;
  if (redirect.operator === ">&" && from === 2) {
    return { ...result, stdout: result.stdout + result.stderr, stderr: "" };
  }
  if (redirect.operator.startsWith("&>")) {
    return { ...result, stdout: "", stderr: "" };
  }
  if (redirect.operator.startsWith(">")) {
    return from === 2 ? { ...result, stderr: "" } : { ...result, stdout: "" };
  }
  return result;
}

/** Only output may be redirected: thrown away, or the errors joined with it. */
function redirected(node: CommandNode, result: CommandResult): CommandResult {
  return node.redirects
    .filter((redirect) => redirect.type === "Redirect")
    .reduce((changed, redirect) => redirectedOnce(changed, redirect), result);
}

async function runCommand(shell: Shell, node: CommandNode, stdin: string): Promise<CommandResult> {
  for (const prefix of node.prefix) {
    if (prefix.type === "Assignment" && prefix.value.type === "Word") {
      shell.variables.set(prefix.name, (await expandAll(shell, [prefix.value])).join(" "));
    }
  }
  if (node.name === undefined) {
    return printed("");
  }
  const words = node.args.flatMap((argument) => (argument.type === "Word" ? [argument] : []));
  const argv = await expandAll(shell, [node.name, ...words]);
  if (argv[0] === "export") {
    for (const argument of node.args) {
      if (argument.type === "Assignment" && argument.value.type === "Word") {
        shell.variables.set(argument.name, argument.value.value);
      }
    }
    return printed("");
  }
  const environment = Object.fromEntries(shell.variables);
  const { machine, signal } = shell;
  return redirected(node, await runArgv(argv, { machine, stdin, environment, signal }));
}

async function runNode(shell: Shell, node: Node, stdin: string): Promise<CommandResult> {
  switch (node.type) {
    case "Command":
      return runCommand(shell, node, stdin);
    case "Pipeline": {
      let input = stdin;
      let result = printed("");
      let stderr = "";
      for (const part of node.commands) {
        result = await runNode(shell, part, input);
        input = result.stdout;
        stderr += result.stderr;
      }
      const isNegated = node.prefixes.some(({ type }) => type === "Negation");
      const exitCode = isNegated ? Number(result.exitCode === 0) : result.exitCode;
      return { stdout: result.stdout, stderr, exitCode };
    }
    case "AndOr": {
      let all = printed("");
      for (const [index, part] of node.commands.entries()) {
        const operator = node.operators[index - 1];
        const skips = operator !== undefined && (all.exitCode === 0) !== (operator === "&&");
        all = skips ? all : appended(all, await runNode(shell, part, stdin));
        shell.lastExitCode = all.exitCode;
      }
      return all;
    }
    case "Subshell":
    case "BraceGroup":
      return runStatements(shell, node.body, stdin);
    default:
      return failed(`sh: 1: the practice range does not run '${node.type}'`, 2);
  }
}

const appended = (before: CommandResult, after: CommandResult): CommandResult => ({
  stdout: before.stdout + after.stdout,
  stderr: before.stderr + after.stderr,
  exitCode: after.exitCode,
});

async function runStatements(shell: Shell, list: Pick<Script, "commands">, stdin: string): Promise<CommandResult> {
  let all = printed("");
  for (const { command } of list.commands) {
    all = appended(all, await runNode(shell, command, stdin));
    shell.lastExitCode = all.exitCode;
    if (command.type === "Command" && command.name?.value === "exit") {
      break;
    }
  }
  return all;
}

/** Runs a script of simple commands, pipelines, `&&`, `||` and substitutions. */
export async function runScript(text: string, input: CommandInput): Promise<CommandResult> {
  const script = parse(text);
  const [problem] = script.errors ?? [];
  if (problem !== undefined) {
    return failed(`sh: 1: Syntax error: ${problem.message}`, 2);
  }
  const { machine, environment, signal, stdin } = input;
  const shell: Shell = { machine, signal, variables: new Map(Object.entries(environment)), lastExitCode: 0 };
  return runStatements(shell, script, stdin);
}

/** The environment a process in the container starts with. */
export function containerEnvironment({ pod, live }: Machine): Readonly<Record<string, string>> {
  return {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOSTNAME: pod.metadata.name,
    KUBERNETES_SERVICE_HOST: "10.96.0.1",
    KUBERNETES_SERVICE_PORT: "443",
    HOME: "/home/app",
    ...live.environment,
  };
}
