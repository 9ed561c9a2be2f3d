import { Bash, defineCommand, type ExecResult, type ResolvedCommandContext } from "just-bash";
import { analyseScript, type ShellStatement } from "@/lib/core/shell/analyse-script";
import type { FromChild, ToChild } from "../protocol";
import { supplements } from "./supplements";

type RunRequest = Extract<ToChild, { kind: "run" }>;
type CallResult = Extract<ToChild, { kind: "result" }>;

/** Sends one message to the server. */
export type Send = (message: FromChild) => void;

/** Calls that wait for the server's answer. */
const waiting = new Map<number, (result: CallResult) => void>();
let lastCallId = 0;

/** Hands the server's answer to the native command that waits for it. */
export function takeResult(result: CallResult): void {
  waiting.get(result.callId)?.(result);
  waiting.delete(result.callId);
}

/** Variables of the shell itself, which no later run inherits. */
const ownVariables =
  /^(\?|_|#|PWD|OLDPWD|HOME|PATH|IFS|OPTIND|SHLVL|BASH.*|HOSTNAME|OSTYPE|MACHTYPE|HOSTTYPE|PIPESTATUS|RANDOM|SECONDS|LINENO|PPID|UID|EUID)$/;

/**
 * Runs one script statement by statement, so that each statement's output appears as it ends. Variables and the
 * working directory are carried from one to the next.
 */
export async function runSession(request: RunRequest, send: Send): Promise<void> {
  const live = { isPlain: false };
  const bash = new Bash({
    env: { ...request.variables, HOME: "/work", PATH: "/usr/bin:/bin" },
    cwd: "/work",
    files: { "/work/.keep": "", "/tmp/.keep": "" },
    executionLimits: {
      maxLoopIterations: request.limits.loopIterations,
      maxCommandCount: request.limits.commandCount,
      maxSourceBytes: request.limits.scriptBytes,
    },
    customCommands: [...supplements, ...request.commands.map((name) => nativeCommand(name, { send, live }))],
  });
  const base = bash.getEnv();
  let { PWD: cwd = "/work", ...env }: Record<string, string> = base;
  let exitCode = 0;
  for (const statement of statementsOf(request.script)) {
    live.isPlain = statement.plainCommand !== null && request.commands.includes(statement.plainCommand);
    const result = await bash.exec(statement.source, {
      env,
      replaceEnv: true,
      cwd,
      rawScript: true,
    });
    emit(result, send);
    ({ PWD: cwd = cwd, ...env } = result.env);
    exitCode = result.exitCode;
  }
  const variables = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => !ownVariables.test(name) && base[name] !== value),
  );
  send({ kind: "done", exitCode, variables });
}

/** State that only lives inside one interpretation: functions, options, traps, arrays, the last status, jobs. */
const wholeScript = /\$[?!]|PIPESTATUS|\b(set|shopt|trap|exit|return|alias|function|declare|local)\b|\(\)|=\(|&\s*$/m;

function statementsOf(script: string): readonly Pick<ShellStatement, "source" | "plainCommand">[] {
  const { statements, problems } = analyseScript(script);
  const isWhole = problems.length > 0 || wholeScript.test(script);
  return isWhole ? [{ source: script, plainCommand: null }] : statements;
}

function emit(result: ExecResult, send: Send): void {
  for (const stream of ["stdout", "stderr"] as const) {
    if (result[stream] !== "") {
      send({ kind: "output", stream, text: textOf(result, stream) });
    }
  }
}

function textOf(result: ExecResult, stream: "stdout" | "stderr"): string {
  return stream === "stdout" && (result.stdoutKind === "bytes" || result.stdoutEncoding === "binary")
    ? Buffer.from(result.stdout, "latin1").toString("utf8")
    : result[stream];
}

function nativeCommand(name: string, { send, live }: { readonly send: Send; readonly live: { isPlain: boolean } }) {
  return defineCommand(name, async (argv, context) => {
    const isLive = live.isPlain && (context.substitutionDepth ?? 0) === 0;
    const { exitCode, stdout, stderr } = await call({ name, argv, isLive, ...inputOf(context) }, send);
    return { stdout, stderr, exitCode };
  });
}

function inputOf(context: ResolvedCommandContext): {
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
} {
  return { stdin: Buffer.from(String(context.stdin), "latin1").toString("utf8"), env: { ...context.exportedEnv } };
}

function call(message: Omit<Extract<FromChild, { kind: "call" }>, "kind" | "callId">, send: Send): Promise<CallResult> {
  lastCallId += 1;
  const callId = lastCallId;
  return new Promise((resolve) => {
    waiting.set(callId, resolve);
    send({ kind: "call", callId, ...message });
  });
}
