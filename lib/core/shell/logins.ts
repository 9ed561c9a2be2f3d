import { singleQuoted } from "./parameters/single-quoted";
import { withRemoteScripts } from "./remote-heredocs";
import { analyseScript } from "./script/analyse-script";
import { knownCommands } from "./script/known-commands";
import { parseShell } from "./script/parse-shell";
import { sshWords } from "./script/ssh-words";
import { staticValue } from "./script/static-value";
import { scriptVariables } from "./script/variables";
import { wrappedCommand } from "./script/wrapped-command";

/** A line that logs in to a host, or the one that leaves it: UTF-16 offsets of the command, half open. */
export type Turn = { readonly kind: "login" | "logout"; readonly start: number; readonly end: number };

type Statement = ReturnType<typeof parseShell>["commands"][number];
type Words = readonly (string | null)[];

/** ssh's flags that forward something instead of logging in, or say that nothing runs there. */
const noSession = /^-\w*[LRDWNfGQVO]/;

/** The bare `ssh host` lines of a script, and each `exit` or `logout` that ends one. `isIn`: it begins in a session. */
export function turnsOf(script: string, isIn: boolean): readonly Turn[] {
  const turns: Turn[] = [];
  let isRemote = isIn;
  for (const statement of parseShell(script).commands) {
    const simple = simpleCommand(statement);
    const isLogin = simple?.name === "ssh" && isBare(simple.words);
    const isLogout = isRemote && /^(?:exit|logout)$/.test(simple?.name ?? "");
    if (isLogin || isLogout) {
      isRemote = isLogin;
      turns.push({ kind: isLogin ? "login" : "logout", start: statement.pos, end: statement.end });
    }
  }
  return turns;
}

function isBare(words: Words): boolean {
  const { remote, options } = sshWords(words);
  const target = words.length - options.length - remote.length;
  return target > 0 && remote.length === 0 && !options.some((word) => noSession.test(word ?? ""));
}

/** Whether all of a script starts from here, whatever was logged in to. */
export function startsHere(script: string): boolean {
  const { statements } = analyseScript(withRemoteScripts(script));
  return statements.length > 0 && statements.every(({ source }) => namesOwnHost(source));
}

/** Whether a statement calls programs that name a host of their own. */
function namesOwnHost(statement: string): boolean {
  return knownCommands(statement).some(
    ({ name, words }) => /^(?:scp|rsync|sftp)$/.test(name) || (name === "ssh" && !isBare(words)),
  );
}

function simpleCommand({ command, background }: Statement) {
  if (command.type !== "Command" || command.redirects.length > 0 || background) {
    return null;
  }
  const words = command.args.map((word) => (word.type === "Word" ? staticValue(word) : word.text));
  return { name: staticValue(command.name), words, args: command.args };
}

/**
 * A script as it runs from here: what stands behind a bare `ssh host`, or in its heredoc, is one remote script of that host. `login` is the
 * ssh command whose session it begins in; `variables` are told to the host where its script reads them.
 */
export function throughLogins(
  written: string,
  login: string | null,
  variables: Readonly<Record<string, string>> = {},
): string {
  const script = login === null ? withRemoteScripts(written) : written;
  const turns = turnsOf(script, login !== null);
  if (login === null && turns.length === 0) {
    return script;
  }
  const through = (text: string, session: string | null) =>
    session === null ? text : remoteLines(text.trim(), session, variables);
  const parts: string[] = [];
  let session = login;
  let opened: string | null = null;
  let from = 0;
  for (const turn of turns) {
    parts.push(through(script.slice(from, turn.start), session));
    session = turn.kind === "login" ? script.slice(turn.start, turn.end) : null;
    opened ??= session;
    from = turn.end;
  }
  parts.push(through(script.slice(from).replace(/^\s*;/, ""), session));
  const lines = parts.map((part) => part.trim()).filter((part) => part !== "");
  // A line that only logs in shows that the host lets us in.
  return lines.length === 0 && opened !== null ? `${opened} true` : lines.join("\n");
}

/** What of a script runs here, the lines that log in among it: what stands in a session is left out. */
export function scriptHere(script: string): string {
  let here = "";
  let from = 0;
  let isIn = false;
  for (const { kind, start, end } of turnsOf(script, false)) {
    here += isIn ? "\n" : script.slice(from, start);
    here += kind === "login" ? script.slice(start, end) : "";
    from = end;
    isIn = kind === "login";
  }
  return isIn ? here : here + script.slice(from);
}

/**
 * What goes over, each stretch in a shell of its own there. From here start `watch`, which needs a terminal and repeats the
 * call, and what names a host of its own.
 */
function remoteLines(text: string, login: string, variables: Readonly<Record<string, string>>): string {
  const call = (script: string) =>
    script.trim() === "" ? "" : `${login} ${singleQuoted(givenVariables(script, variables) + script.trim())}`;
  const lines: string[] = [];
  let from = 0;
  const { commands } = parseShell(text);
  for (const [index, { start, end, source }] of analyseScript(text).statements.entries()) {
    const statement = commands[index];
    const watched = statement ? watchedScript(statement) : null;
    if (watched !== null || namesOwnHost(source)) {
      const here =
        watched === null ? source : `${text.slice(start, watched.start)}${singleQuoted(call(watched.script))}`;
      lines.push(call(text.slice(from, start)), here);
      from = end;
    }
  }
  return [...lines, call(text.slice(from))].filter((line) => line !== "").join("\n");
}

/** What a `watch` repeats, and where it begins; null for anything else, and for words that only the shell knows. */
function watchedScript(statement: Statement): { readonly script: string; readonly start: number } | null {
  const simple = simpleCommand(statement);
  const wrapped = simple?.name === "watch" ? wrappedCommand("watch", simple.words) : undefined;
  if (!simple || !wrapped) {
    return null;
  }
  const script = "script" in wrapped ? wrapped.script : wrapped.words.includes(null) ? null : wrapped.words.join(" ");
  const at = simple.words.findIndex((_, index) => simple.words.slice(index).join(" ") === script);
  const first = simple.args[at];
  return script === null || script === "" || first === undefined ? null : { script, start: first.pos };
}

/** The run's variables are not the host's: those that its script reads go along. */
function givenVariables(script: string, variables: Readonly<Record<string, string>>): string {
  const names = new Set(scriptVariables(script).reads.map(({ name }) => name));
  return [...names]
    .flatMap((name) => {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      return value === undefined ? [] : `${name}=${singleQuoted(value)}\n`;
    })
    .join("");
}

/** The script inside a call that consists of nothing else: `ssh host 'script'`. Null for any other script. */
export function remoteScript(script: string): { readonly login: string; readonly script: string } | null {
  const [only, ...more] = parseShell(script).commands;
  const simple = only === undefined || more.length > 0 ? null : simpleCommand(only);
  const last = simple?.args.at(-1);
  if (simple?.name !== "ssh" || last === undefined || sshWords(simple.words).remote.length !== 1) {
    return null;
  }
  const inner = simple.words.at(-1) ?? null;
  return inner === null ? null : { login: script.slice(0, last.pos).trim(), script: inner };
}

/** A call of one script on the host that `login` logs in to. */
export function remoteCall(login: string, script: string): string {
  return `${login} ${singleQuoted(script)}`;
}
