import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseError } from "pg";
import type { CommandIo } from "@/lib/core/shell/command";
import { messageText } from "./error-text";
import { type MetaResult, runMeta } from "./meta-command";
import { printResult } from "./print-result";
import type { Printing } from "./printing";
import type { PsqlOptions } from "./psql-flags";
import type { Script } from "./psql-scripts";
import type { Table } from "./result-table";
import { MAX_RESULT_BYTES, type Outcome, type Session } from "./session";
import type { Sent, SqlItem } from "./split-sql";

const FAILED = 1;
const LOST = 2;
const SCRIPT_STOPPED = 3;
const CANCELLED = 130;

/** libpq's words, and psql's. */
const CONNECTION_LOST = `server closed the connection unexpectedly
\tThis probably means the server terminated abnormally
\tbefore or while processing the request.
connection to server was lost
`;

type Running = {
  readonly scripts: readonly Script[];
  readonly options: PsqlOptions;
  readonly session: Session;
  readonly io: CommandIo;
  /** The statement that runs: a notice points into it. */
  readonly current: { sql: string };
};

type State = {
  printing: Printing;
  isTiming: boolean;
  hasQuit: boolean;
  /** A command that is not followed here ended the run. */
  isBeyond: boolean;
  isLost: boolean;
  variables: Readonly<Record<string, string>>;
};

/** Runs the scripts in order and prints what they come to; gives psql's exit code. */
export async function runScripts(running: Running): Promise<number> {
  const { scripts, options, session, io } = running;
  const state = begun(options);
  let exitCode = 0;
  if (options.isSingleTransaction) {
    await session.run("BEGIN");
  }
  for (const script of scripts) {
    exitCode = endOf(await runScript(script, { ...running, state }), { state, io });
    if (isOver({ state, io }) || (exitCode !== 0 && isOn("ON_ERROR_STOP", state))) {
      return exitCode;
    }
  }
  if (options.isSingleTransaction) {
    await session.run("COMMIT");
  }
  return exitCode;
}

function begun({ printing, variables, isQuiet }: PsqlOptions): State {
  return {
    printing,
    isTiming: false,
    hasQuit: false,
    isBeyond: false,
    isLost: false,
    variables: { ...(isQuiet ? { QUIET: "on" } : {}), ...variables },
  };
}

type Situation = { readonly state: State; readonly io: CommandIo };

/** Whether nothing more is run. */
function isOver({ state, io }: Situation): boolean {
  return state.isBeyond || state.isLost || state.hasQuit || io.signal.aborted;
}

function endOf(exitCode: number, { state, io }: Situation): number {
  if (io.signal.aborted) {
    return CANCELLED;
  }
  return state.isLost ? LOST : state.isBeyond ? FAILED : exitCode;
}

type InScript = Running & { readonly state: State };

function isOn(variable: string, { variables }: State): boolean {
  return /^(1|on|true|yes)$/i.test(variables[variable] ?? "");
}

/** A `-c` fails with its last statement; a script fails only when it is told to stop on errors. */
async function runScript(script: Script, running: InScript): Promise<number> {
  const { current, state, io } = running;
  let isOk = true;
  for (const item of script.items) {
    current.sql = item.text;
    isOk = await runItem(item, { ...running, script });
    if (isOver({ state, io })) {
      break;
    }
    if (!isOk && isOn("ON_ERROR_STOP", state)) {
      return script.isCommand ? FAILED : SCRIPT_STOPPED;
    }
  }
  return isOk || !script.isCommand ? 0 : FAILED;
}

type Step = InScript & { readonly script: Script; readonly title?: string | undefined };

async function runItem(item: SqlItem, step: Step): Promise<boolean> {
  if (item.kind === "sql") {
    return item.sent === undefined ? runStatements(item.text, item, step) : runSent(item, item.sent, step);
  }
  try {
    const result = await runMeta(item.text, step.session, step.state);
    return result.kind === "copy" ? await runStatements(result.sql, item, step) : printMeta(result, item, step);
  } catch (error) {
    if (error instanceof DatabaseError) {
      return complain(messageText(error, ""), item, step);
    }
    throw error;
  }
}

/** `\\gx` prints one result expanded; `\\watch` runs its statement until it fails or is ended, with the time above it. */
async function runSent(item: SqlItem, { isExpanded, everySeconds }: Sent, step: Step): Promise<boolean> {
  const before = step.state.printing;
  step.state.printing = { ...before, isExpanded: isExpanded || before.isExpanded };
  let isOk = true;
  do {
    const title = everySeconds === null ? undefined : `${clockText(new Date())} (every ${everySeconds}s)\n`;
    isOk = await runStatements(item.text, item, { ...step, title });
    await sleep((everySeconds ?? 0) * 1000, undefined, { signal: step.io.signal }).catch(() => undefined);
  } while (everySeconds !== null && isOk && !step.io.signal.aborted);
  step.state.printing = before;
  return isOk;
}

/** As `date` writes it: `Fri Nov 27 08:19:33 2026`. */
function clockText(now: Date): string {
  const [day, month, date, year] = now.toDateString().split(" ");
  return `${day} ${month} ${String(Number(date)).padStart(2)} ${now.toTimeString().slice(0, 8)} ${year}`;
}

async function runStatements(sql: string, item: SqlItem, step: Step): Promise<boolean> {
  const startedAt = performance.now();
  const outcomes = await step.session.run(sql);
  const elapsedMs = performance.now() - startedAt;
  const isOk = outcomes.map((outcome) => printOutcome(outcome, item, step)).every(Boolean);
  step.io.write("stdout", step.state.isTiming ? `Time: ${timeText(elapsedMs)}\n` : "");
  return isOk;
}

/** From a second on, psql writes it a second time as a clock does. */
function timeText(elapsedMs: number): string {
  const seconds = elapsedMs / 1000;
  if (seconds < 1) {
    return `${elapsedMs.toFixed(3)} ms`;
  }
  const clock = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${(seconds % 60).toFixed(3).padStart(6, "0")}`;
  return `${elapsedMs.toFixed(3)} ms (${clock})`;
}

function complain(text: string, { line }: SqlItem, { script, io }: Step): false {
  io.write("stderr", script.prefix === null ? text : `psql:${script.prefix}:${line}: ${text}`);
  return false;
}

function printMeta(result: Exclude<MetaResult, { kind: "copy" }>, item: SqlItem, step: Step): boolean {
  const { io, state } = step;
  const isQuiet = isOn("QUIET", state);
  switch (result.kind) {
    case "tables":
      io.write("stdout", result.tables.map((table) => printResult(table, state.printing)).join(""));
      return true;
    case "text":
      io.write("stdout", result.text);
      return true;
    case "printing":
      state.printing = result.printing;
      io.write("stdout", isQuiet ? "" : result.text);
      return true;
    case "timing":
      state.isTiming = result.isOn;
      io.write("stdout", isQuiet ? "" : result.text);
      return true;
    case "variables":
      state.variables = { ...state.variables, ...result.variables };
      return true;
    case "none":
      io.write("stderr", isQuiet ? "" : `${result.message}\n`);
      return true;
    case "quit":
      state.hasQuit = true;
      return true;
    case "beyond":
      state.isBeyond = true;
      return complain(`${result.message}\n`, item, step);
    case "error":
      return complain(`${result.message}\n`, item, step);
  }
}

function printOutcome(outcome: Outcome, item: SqlItem, step: Step): boolean {
  const { io, state } = step;
  const isQuiet = isOn("QUIET", state);
  switch (outcome.kind) {
    case "rows": {
      const wrote = /^(INSERT|UPDATE|DELETE|MERGE)\b/.test(outcome.tag) && !isQuiet;
      io.write("stdout", printResult(titled(outcome, step.title), state.printing) + (wrote ? `${outcome.tag}\n` : ""));
      return true;
    }
    case "command":
      io.write("stdout", isQuiet ? "" : `${outcome.tag}\n`);
      return true;
    case "copied":
      io.write("stdout", outcome.text);
      return true;
    case "error":
      return complain(messageText(outcome.error, item.text), item, step);
    case "lost":
      state.isLost = true;
      return complain(`${outcome.last ? messageText(outcome.last, item.text) : ""}${CONNECTION_LOST}`, item, step);
    case "too-large":
      return complain(
        `headroom: the result is larger than ${MAX_RESULT_BYTES} bytes and was cancelled: add a LIMIT\n`,
        item,
        step,
      );
  }
}

function titled(table: Table, title: string | undefined): Table {
  return title === undefined ? table : { ...table, title };
}
