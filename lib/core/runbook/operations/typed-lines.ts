import { endsSession, mayOpenSession, type Session, sessionOf } from "@/lib/core/shell/client-sessions";
import { isPlainlyCommand } from "@/lib/core/shell/command-line";
import { isRedisVerb } from "@/lib/core/shell/risk/redis-risk";
import type { CodeReading } from "./code-reading";
import { isClientLine } from "./foreign-text";
import { isClosedShell } from "./parses-as-shell";
import { promptReader } from "./prompts";

/** A session that far below in a script is none of a person's. */
const MAX_LINES = 200;

/** Lines of a fence, counted from 0, that are shell, or that are typed into what a line of shell opened. */
export type Stretch = { readonly from: number; readonly to: number; readonly typed: CodeReading | null };

/**
 * Parts the shell of a fence from what is typed into a database's client, a console or an editor that a line of it
 * opens. A fence that opens none is one stretch.
 */
export function stretchesOf(text: string): readonly Stretch[] {
  const lines = text.split("\n");
  const whole = { from: 0, to: lines.length, typed: null };
  if (lines.length < 2 || !mayOpenSession(text) || promptReader(lines) !== null) {
    return [whole];
  }
  const stretches: Stretch[] = [];
  let from = 0;
  for (const index of lines.keys()) {
    const opened = index < from ? null : openedAt(lines, from, index);
    if (opened !== null) {
      const typed = readingOf(opened.session);
      stretches.push({ from, to: index + 1, typed: null }, { from: index + 1, to: opened.end, typed });
      from = opened.end;
    }
  }
  const rest = { from, to: lines.length, typed: null };
  return lines.slice(from).some((line) => line.trim() !== "") ? [...stretches, rest] : stretches;
}

/** The session that a line opens, and where what is typed into it ends; null when nothing is typed. */
function openedAt(
  lines: readonly string[],
  from: number,
  at: number,
): { readonly session: Session; readonly end: number } | null {
  const session = at - from > MAX_LINES ? null : sessionOf(wholeLine(lines, at));
  if (session === null || !isClosedShell(lines.slice(from, at + 1).join("\n"))) {
    return null;
  }
  const end = typedUntil(lines, at, session);
  return end > at + 1 ? { session, end } : null;
}

const MAX_JOINED = 20;

/** With the lines that a backslash joins to it; "" for one that goes on. */
function wholeLine(lines: readonly string[], at: number): string {
  const near = lines.slice(Math.max(0, at - MAX_JOINED), at + 1);
  const before = near.slice(0, -1).findLastIndex((line) => !/\\$/.test(line));
  const whole = near.slice(before + 1).join(" ");
  return /\\$/.test(whole) ? "" : whole.replace(/\\(?=\s)/g, "");
}

function readingOf({ program, isEditor }: Session): CodeReading {
  return isEditor
    ? { content: "configuration", because: `is written in what ${program} opens` }
    : { content: "other-language", because: `is typed into ${program}, which the line above opens` };
}

/** Where shell goes on, behind blank lines and comments; the line below when nothing is typed. */
function typedUntil(lines: readonly string[], opened: number, session: Session): number {
  const first = lines.slice(opened + 1, opened + MAX_LINES).find((line) => !/^\s*(?:#|$)/.test(line)) ?? "";
  let end = opened + 1;
  if (isClientLine(first)) {
    // A client's prompt says it by itself, and shows what the command prints.
    return end;
  }
  for (let index = opened + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const isBetween = /^\s*(?:#|$)/.test(line);
    if (!isBetween && isShell(line, session)) {
      break;
    }
    end = isBetween ? end : index + 1;
    if (endsSession(line)) {
      break;
    }
  }
  return end;
}

function isShell(line: string, { program, isEditor }: Session): boolean {
  const isOfClient =
    !isEditor && (/;\s*$/.test(line) || (/^(?:redis|valkey)/.test(program) && isRedisVerb(firstWord(line))));
  return !isOfClient && !(isEditor ? /^[\s/[*\d]/ : /^\s/).test(line) && isPlainlyCommand(line);
}

function firstWord(line: string): string {
  return line.trim().split(/\s/)[0] ?? "";
}
