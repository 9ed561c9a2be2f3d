import { type Command, type CommandResult, failed, joined, linesOf, parseArgs, printed } from "./command.ts";
import { readFile } from "./files.ts";
import type { Machine } from "./machine.ts";

interface Text {
  readonly text: string;
  readonly missing: CommandResult | undefined;
}

/** The content of the named files one after the other; standard input when none is named. */
function inputText(program: string, files: readonly string[], from: { machine: Machine; stdin: string }): Text {
  if (files.length === 0) {
    return { text: from.stdin, missing: undefined };
  }
  const contents = files.map((path) => (path === "-" ? from.stdin : readFile(from.machine, path)));
  const lost = files[contents.indexOf(undefined)];
  const missing = lost === undefined ? undefined : failed(`${program}: ${lost}: No such file or directory`);
  return { text: contents.filter((content) => content !== undefined).join(""), missing };
}

function withInput(program: string, files: readonly string[], from: { machine: Machine; stdin: string }) {
  return (use: (lines: readonly string[], text: string) => CommandResult): CommandResult => {
    const { text, missing } = inputText(program, files, from);
    const result = use(linesOf(text), text);
    return missing === undefined ? result : { ...result, stderr: missing.stderr, exitCode: 1 };
  };
}

const cat: Command = (args, input) => {
  const { rest } = parseArgs(args, "");
  return withInput("cat", rest, input)((_, text) => printed(text));
};

function grepPattern(pattern: string, flags: ReadonlySet<string>): RegExp | undefined {
  const escaped = flags.has("F") ? pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : pattern;
  // A basic expression escapes what an extended one uses bare.
  const basic = escaped.replace(/\\([|+?(){}])|([|+?(){}])/g, (_, special, bare) => special ?? `\\${bare}`);
  const source = flags.has("E") || flags.has("F") || flags.has("P") ? escaped : basic;
  try {
    return new RegExp(flags.has("w") ? `\\b(?:${source})\\b` : source, flags.has("i") ? "i" : "");
  } catch {
    return undefined;
  }
}

function contextLines(lines: readonly string[], hits: readonly number[], around: { before: number; after: number }) {
  const shown = new Set(
    hits.flatMap((hit) =>
      Array.from({ length: around.before + around.after + 1 }, (_, offset) => hit - around.before + offset),
    ),
  );
  return lines.map((text, index) => ({ text, index })).filter(({ index }) => shown.has(index));
}

function grepOutput(lines: readonly string[], pattern: RegExp, args: ReturnType<typeof parseArgs>): string {
  const { flags, values } = args;
  const hits = lines.flatMap((line, index) => (pattern.test(line) === flags.has("v") ? [] : [index]));
  if (flags.has("q")) {
    return "";
  }
  if (flags.has("c")) {
    return `${hits.length}\n`;
  }
  if (flags.has("o")) {
    const every = new RegExp(pattern.source, `${pattern.flags}g`);
    return joined(hits.flatMap((hit) => lines[hit]?.match(every) ?? []));
  }
  const span = (letter: string): number => Number(values.get(letter) ?? values.get("C") ?? 0);
  const limit = Number(values.get("m") ?? Number.POSITIVE_INFINITY);
  const shown = contextLines(lines, hits.slice(0, limit), { before: span("B"), after: span("A") });
  return joined(shown.map(({ text, index }) => (flags.has("n") ? `${index + 1}:${text}` : text)));
}

const grep: Command = (args, input) => {
  const parsed = parseArgs(args, "eABCm");
  const { flags, values, rest } = parsed;
  const [first, ...others] = rest;
  const pattern = grepPattern(values.get("e") ?? first ?? "", flags);
  if (pattern === undefined) {
    return failed("grep: invalid regular expression", 2);
  }
  const files = values.has("e") ? rest : others;
  return withInput(
    "grep",
    files,
    input,
  )((lines) => {
    const found = lines.some((line) => pattern.test(line) !== flags.has("v"));
    return printed(grepOutput(lines, pattern, parsed), found ? 0 : 1);
  });
};

function lineCount(args: readonly string[]): { readonly count: number; readonly files: readonly string[] } {
  const { values, rest } = parseArgs(
    args.map((word) => word.replace(/^-(\d+)$/, "-n$1")),
    "nc",
  );
  return { count: Number(values.get("n") ?? 10), files: rest };
}

const head: Command = (args, input) => {
  const { count, files } = lineCount(args);
  return withInput("head", files, input)((lines) => printed(joined(lines.slice(0, count))));
};

const tail: Command = (args, input) => {
  const { count, files } = lineCount(args);
  return withInput("tail", files, input)((lines) => printed(joined(count === 0 ? [] : lines.slice(-count))));
};

const wc: Command = (args, input) => {
  const { flags, rest } = parseArgs(args, "");
  return withInput(
    "wc",
    rest,
    input,
  )((lines, text) => {
    const words = text.split(/\s+/).filter((word) => word !== "").length;
    const chosen = [
      ["l", lines.length],
      ["w", words],
      ["c", Buffer.byteLength(text)],
    ] as const;
    const asked = chosen.filter(([letter]) => flags.has(letter));
    const shown = (asked.length === 0 ? chosen : asked).map(([, value]) => String(value));
    return printed(`${shown.length === 1 ? shown[0] : shown.map((value) => value.padStart(7)).join(" ")}\n`);
  });
};

const sort: Command = (args, input) => {
  const { flags, values, rest } = parseArgs(args, "kt");
  const key = (line: string): string => {
    const at = Number.parseInt(values.get("k") ?? "", 10);
    return Number.isNaN(at) ? line : (line.trim().split(values.get("t") ?? /\s+/)[at - 1] ?? "");
  };
  const compare = (left: string, right: string): number =>
    flags.has("n") || flags.has("h")
      ? Number.parseFloat(key(left)) - Number.parseFloat(key(right))
      : key(left) < key(right)
        ? -1
        : 1;
  return withInput(
    "sort",
    rest,
    input,
  )((lines) => {
    const ordered = [...lines].sort(compare);
    const directed = flags.has("r") ? ordered.reverse() : ordered;
    return printed(joined(flags.has("u") ? [...new Set(directed)] : directed));
  });
};

/** Only the form runbooks use: `awk '{print $1, $3}'` with an optional pattern and separator. */
const awk: Command = (args, input) => {
  const { values, rest } = parseArgs(args, "F");
  const program = /^\s*(?:\/(.*)\/)?\s*\{\s*print\s*(.*?)\s*\}\s*$/.exec(rest[0] ?? "");
  if (program === null) {
    return failed("awk: only '/pattern/ {print $N, …}' is known in the practice range", 2);
  }
  const [, pattern = "", expressions = ""] = program;
  const fields = expressions === "" ? ["$0"] : expressions.split(/\s*,\s*/);
  const show = (line: string): string => {
    const words = values.has("F") ? line.split(values.get("F") ?? "") : line.trim().split(/\s+/);
    return fields
      .map((field) =>
        field === "$0"
          ? line
          : field.startsWith("$")
            ? (words[Number(field.slice(1)) - 1] ?? "")
            : field.replace(/^"|"$/g, ""),
      )
      .join(" ");
  };
  return withInput(
    "awk",
    rest.slice(1),
    input,
  )((lines) => printed(joined(lines.filter((line) => new RegExp(pattern).test(line)).map(show))));
};

export const TEXT_COMMANDS: Readonly<Record<string, Command>> = {
  cat,
  grep,
  egrep: (args, input) => grep(["-E", ...args], input),
  head,
  tail,
  wc,
  sort,
  awk,
  uniq: (_, { stdin }) => printed(joined(linesOf(stdin).filter((line, index, lines) => line !== lines[index - 1]))),
};
