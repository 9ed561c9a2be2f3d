import { Bash, type BashExecResult, type CommandName, defineCommand, getCommandNames } from "just-bash";
import { leavesInnerState } from "@/lib/core/shell/inner-state";
import { analyseScript, type ScriptAnalysis } from "@/lib/core/shell/script/analyse-script";
import type { FromChild, ToChild } from "../protocol";
import { setErrorTrap } from "./error-trap";
import { openFiles } from "./files";
import { markableCommands, markedCommands, markLive } from "./marked-commands";
import type { Send } from "./native-commands";
import { givenFiles, type SessionFiles } from "./session-files";
import { textOf } from "./text-of";

type RunRequest = Extract<ToChild, { kind: "run" }>;

const state = { isStopped: false };

/** Begins no further statement. */
export function stopSession(): void {
  state.isStopped = true;
}

/** Variables of the shell itself, which no later run inherits. */
const ownVariables =
  /^(\?|_|#|PWD|OLDPWD|HOME|PATH|IFS|OPTIND|SHLVL|BASH.*|HOSTNAME|OSTYPE|MACHTYPE|HOSTTYPE|PIPESTATUS|RANDOM|SECONDS|LINENO|PPID|UID|EUID|SHELLOPTS|HEADROOM_LINE_ENDED)$/;

/** Set by the interpreter when a sum that cannot be done ended the line that it stands on. */
const LINE_ENDED = "HEADROOM_LINE_ENDED";

/** What one statement leaves to the next. */
type Carried = {
  readonly env: Record<string, string>;
  readonly cwd: string;
  /** Functions and options, as they were written. */
  readonly definitions: readonly string[];
  readonly status: number;
};

/**
 * Runs one script statement by statement, so that each one's output appears as it comes. Variables, functions, options,
 * the last status and the working directory are carried from one to the next.
 */
export async function runSession(request: RunRequest, send: Send): Promise<void> {
  const end = { wasReached: false, status: 0, trap: "", isTraced: tracesErrors(request.script) };
  const files = givenFiles(request.files, send);
  const bash = createBash(request, { send, end, files });
  openFiles(bash.fs);
  await files.begin(bash.fs);
  const base = bash.getEnv();
  const { PWD: cwd = "/work", ...env } = base;
  let carried: Carried = { env, cwd, definitions: [], status: 0 };
  const markable = markableCommands(request.commands);
  const natives = new Set(request.commands);
  let isLineEnded = false;
  for (const statement of statementsOf(request.script)) {
    if (isLineEnded && statement.isBehind) {
      continue;
    }
    end.wasReached = false;
    const source = statement.isWhole
      ? statement.source
      : framed({ ...statement, source: markLive(statement.source, { markable, natives }) }, carried);
    const result = await bash.exec(source, { env: carried.env, replaceEnv: true, cwd: carried.cwd, rawScript: true });
    emit(result, send);
    isLineEnded = LINE_ENDED in result.env;
    carried = carriedFrom(result, carried, { ...statement, status: end.wasReached ? end.status : result.exitCode });
    if (!end.wasReached || state.isStopped) {
      break;
    }
  }
  setErrorTrap(null);
  if (end.trap !== "") {
    emit(await bash.exec(atEnd(end.trap, carried), { env: carried.env, replaceEnv: true, cwd: carried.cwd }), send);
  }
  const variables = Object.fromEntries(
    Object.entries(carried.env).filter(([name, value]) => !ownVariables.test(name) && base[name] !== value),
  );
  send({ kind: "done", exitCode: carried.status, variables, files: [...(await files.left(bash.fs))] });
}

type End = {
  wasReached: boolean;
  status: number;
  trap: string;
  /** Whether the script says `set -E`. */
  readonly isTraced: boolean;
};

function tracesErrors(script: string): boolean {
  return analyseScript(script).commands.some(
    ({ name, words }) => name === "set" && words.some((word) => /^-[a-zA-Z]*E|^errtrace$/.test(word ?? "")),
  );
}

/** All of the shell's, but one that needs a whole document object model. */
const commands = getCommandNames().filter((name): name is CommandName => name !== "html-to-markdown");

type Session = { readonly send: Send; readonly end: End; readonly files: SessionFiles };

function createBash(request: RunRequest, { send, end, files }: Session): Bash {
  const { loopIterations, commandCount, scriptBytes, fileSystemBytes } = request.limits;
  return new Bash({
    env: { ...request.variables, HOME: "/work", PATH: "/usr/bin:/bin" },
    cwd: "/work",
    files: files.initial,
    commands,
    executionLimits: {
      maxLoopIterations: loopIterations,
      maxCommandCount: commandCount,
      maxSourceBytes: scriptBytes,
      maxFileSystemBytes: fileSystemBytes,
    },
    customCommands: [
      ...markedCommands(request.commands, send),
      defineCommand("headroom-end", async ([status = "0"]) => {
        end.wasReached = true;
        end.status = Number(status);
        return { stdout: "", stderr: "", exitCode: 0 };
      }),
      defineCommand("trap", async ([action = "", ...signals]) => {
        end.trap = signals.includes("EXIT") || signals.includes("0") ? action : end.trap;
        if (signals.includes("ERR")) {
          setErrorTrap(action === "-" || action === "" ? null : { action, isTraced: end.isTraced });
        }
        const never = signals.filter((signal) => /^(?:DEBUG|RETURN)$/.test(signal) && action !== "-");
        return {
          stdout: "",
          stderr: never.map((signal) => `headroom: a trap on ${signal} never runs here\n`).join(""),
          exitCode: 0,
        };
      }),
    ],
  });
}

type RunStatement = {
  readonly source: string;
  readonly isWhole: boolean;
  /** What of it holds for all that follows, as it was written. */
  readonly definitions: readonly string[];
  readonly isBehind: boolean;
  /** How many lines of the script stand before it, where it asks for them. */
  readonly linesBefore: number;
};

function statementsOf(script: string): readonly RunStatement[] {
  const analysis = analyseScript(script);
  const defined = analysis.statements.filter(({ kind }) => kind === "definition").map(({ source }) => source);
  if (analysis.problems.length > 0 || leavesInnerState(script) || definesInPassing(analysis) || feedsLine(analysis)) {
    return [{ source: script, isWhole: true, definitions: defined, isBehind: false, linesBefore: 0 }];
  }
  const isNumbered = script.includes("LINENO");
  let linesBefore = 0;
  let seen = 0;
  return analysis.statements.map(({ source, start, kind, isBehind }) => {
    linesBefore += isNumbered ? lineCount(script.slice(seen, start)) : 0;
    seen = start;
    return {
      source,
      isBehind,
      linesBefore,
      isWhole: false,
      definitions: kind === "definition" ? [source] : [],
    };
  });
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}

/** `cat <<A; cat <<B`: what the first is fed stands behind the second. */
function feedsLine({ statements }: ScriptAnalysis): boolean {
  return statements.some(({ isBehind }, at) => isBehind && statements[at - 1]?.source.includes("<<"));
}

/** A function or an option that is set inside something else. */
function definesInPassing({ statements, definitionCount }: ScriptAnalysis): boolean {
  return statements.filter(({ kind }) => kind === "definition").length !== definitionCount;
}

/** The end is a command that only a statement which did not leave the shell (`exit`, `set -e`) comes to. */
function framed({ source, linesBefore }: RunStatement, { definitions, status }: Carried): string {
  const last = status === 0 || !source.includes("$?") ? [] : [`(exit ${status}) && :`];
  const written = [...definitions, ...last].reduce((sum, text) => sum + 1 + lineCount(text), 0);
  // $LINENO counts the script's lines.
  const missing = "\n".repeat(Math.max(0, linesBefore - written));
  return `${missing}${[...definitions, ...last, source, "headroom-end $?"].join("\n")}`;
}

/** What a trap runs when the script has ended, whatever its status: nothing of it ends the run early. */
function atEnd(action: string, { definitions, status }: Carried): string {
  return [...definitions, "set +e", `(exit ${status})`, action].join("\n");
}

function carriedFrom(
  result: BashExecResult,
  before: Carried,
  { definitions, status }: RunStatement & { readonly status: number },
): Carried {
  const { PWD: cwd = before.cwd, [LINE_ENDED]: _, ...env } = result.env;
  return { env, cwd, status, definitions: [...before.definitions, ...definitions] };
}

function emit(result: BashExecResult, send: Send): void {
  const pieces: Extract<FromChild, { kind: "output" }>[] = [
    { kind: "output", stream: "stdout", text: textOf(result) },
    { kind: "output", stream: "stderr", text: result.stderr },
  ];
  for (const piece of pieces.filter(({ text }) => text !== "")) {
    send(piece);
  }
}
