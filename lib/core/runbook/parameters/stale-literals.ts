/** A literal of a script that was right on the day it was written, or that was cut short. Offsets are UTF-16, half open. */
export type StaleLiteral = {
  readonly name: string;
  readonly form: string;
  readonly start: number;
  readonly end: number;
};

type Sign = {
  /** Its second group is the literal. */
  readonly pattern: RegExp;
  /** By the first group, the literal's key. */
  name(key: string): string;
};

const signs: readonly Sign[] = [
  { pattern: /\b(start|end|time|since|from|until)=(1[4-9]\d{8})(?!\d)/dg, name: (key) => key },
  { pattern: /\b(kill(?:\s+-\w+)*|--pid|pid\s*=|-p)[\s=]+(\d{4,7})(?![\d.:])/dg, name: () => "pid" },
  // The version that was new when the runbook was written.
  {
    pattern: /\b(set image\s(?:\\\n|[^\n|;&])*?=[\w./-]+(?::\d+\/[\w./-]+)?):(v?\d[\w.-]*)/dg,
    name: () => "image-tag",
  },
];

/** `$ docker run -p 80:80 ...`, `token=eyJ…`: what the author left out. Not `./...`, `a...b` and three dots that print. */
const cutShort = /(?<![\w:@=+./…-])((?:[\w:@=+/-]|\.(?!\.))*)(?:\.\.\.|…)(?=$|[\s"'`)\\])/g;
const printing = /^\s*(?:#|echo\b|printf\b|log\b)|\b(?:echo|printf|log_\w+)\s+[^|;&]*$/;

/** The literals of a script that are to be asked anew, in no order. */
export function staleLiterals(script: string): readonly StaleLiteral[] {
  return [...agedLiterals(script), ...cutLiterals(script)];
}

function agedLiterals(script: string): readonly StaleLiteral[] {
  return !/\d/.test(script)
    ? []
    : signs.flatMap(({ pattern, name }) =>
        [...script.matchAll(pattern)].flatMap((match) => {
          const [start, end] = match.indices?.[2] ?? [];
          const [, key = "", form = ""] = match;
          return start === undefined || end === undefined ? [] : [{ name: name(key), form, start, end }];
        }),
      );
}

function cutLiterals(script: string): readonly StaleLiteral[] {
  return !/\.\.\.|…/.test(script)
    ? []
    : [...script.matchAll(cutShort)].flatMap(({ index, 0: whole, 1: begun = "" }) => {
        const before = script.slice(script.lastIndexOf("\n", index - 1) + 1, index);
        const isCode = !printing.test(before) && before.trim() !== "" && !isInWords(before, begun);
        const own = begun.slice(Math.max(begun.lastIndexOf("="), begun.lastIndexOf(":")) + 1);
        const [start, end] = [index + begun.length - own.length, index + whole.length];
        return isCode && !own.includes("/")
          ? [{ name: nameOfCut(begun, own, before), form: script.slice(start, end), start, end }]
          : [];
      });
}

/** Within quotes, three dots end a sentence, unless they end a value: `token=ab...`, `Bearer ab...`. */
function isInWords(before: string, begun: string): boolean {
  const isQuoted = (mark: string) => (before.split(mark).length - 1) % 2 === 1;
  return (isQuoted('"') || isQuoted("'")) && !/[=:]/.test(begun) && !/\b(?:bearer|basic|token)\s+$/i.test(before);
}

/** By its key, by the flag before it, by what is left of it. */
function nameOfCut(begun: string, own: string, before: string): string {
  const [, key] = /([A-Za-z][\w-]*)[=:]$/.exec(begun.slice(0, begun.length - own.length)) ?? [];
  const [, flag] = /--([a-z][a-z-]*)[\s=]+["']?$/.exec(before) ?? [];
  const isToken = /\b(?:bearer|basic|token)\s+$/i.test(before);
  return (key ?? flag ?? (isToken ? "token" : own.replace(/[^A-Za-z0-9]+$/, ""))) || "rest";
}
