import { remember } from "@/lib/core/kernel/remember";
import type { ParameterKind, ParameterUse } from "../runbook";
import type { LineRange, Sourced } from "../source";
import { staleLiterals } from "./stale-literals";

/** One place where a text leaves something open. Offsets are UTF-16, half open. */
export type ParameterMention = {
  readonly name: string;
  readonly form: string;
  readonly start: number;
  readonly end: number;
};

/** What shell and documents write in angle brackets that is no parameter. */
const markupTags =
  /^\/?(?:details|summary|br|b|i|a|p|img|code|pre|div|span|table|tr|td|th|ul|ol|li|sub|sup|kbd|hr|h[1-6]|center|em|strong|tbd|todo)\b/i;

/** Is `<name>` what programs print where there is nothing, which scripts look for? */
export function isPrinted(name: string): boolean {
  return /^(?:none|unknown|nil|null|pending|unset|invalid|no value)$/.test(name);
}

/** Words of which one in brackets, in braces or in capitals is a thing to fill in, and not the shell's or a template's. */
const things = new Set(
  `name namespace ns pod container deployment service node host hostname ip url id pid user username password token
cluster region zone env environment version tag image bucket database db table queue topic instance account project
release file path`.split(/\s+/),
);

/** What Jekyll and Go put between two braces of their own. */
const templateWords =
  /^(?:end|else|raw|endraw|endif|endfor|break|continue|content|toc)$|^(?:page|site|include|layout|theme|book|params|product|version)\./i;

type Form = {
  /** What a text without any does not hold. */
  readonly sign: string;
  readonly pattern: RegExp;
  readonly isOfScripts?: true;
  name?(written: string): string;
  /** By the word itself, and by what stands before it on its line. */
  accepts?(name: string, before: string): boolean;
};

const isThing = (name: string) => things.has(name.toLowerCase());

const forms: readonly Form[] = [
  { sign: "<", pattern: /<(\p{L}[\p{L}\p{M}\w .,:/+*%-]{0,60}?)>/gu },
  { sign: "{{", pattern: /\{\{\s*([A-Za-z][\w.-]{0,60})\s*\}\}/g, accepts: (name) => !templateWords.test(name) },
  { sign: "_", pattern: /\b((?:YOUR|MY)_[A-Z][A-Z0-9_]*)\b/g },
  { sign: "-", pattern: /\b((?:your|my)-[a-z][a-z0-9-]*)\b/g },
  { sign: "[", pattern: /(?<![\w.[\]])\[([a-z]+(?:[-_][a-z]+)+)\](?![[(:])/g },
  { sign: "{", pattern: /(?<![$%\w{])\{([a-z]+(?:[-_][a-z]+)+)\}(?!\})/g },
  { sign: "[", pattern: /(?<![\w.[])\[([A-Za-z]+)\]/g, isOfScripts: true, accepts: isThing },
  { sign: "{", pattern: /(?<![$%\w{])\{([A-Za-z]+)\}(?!\})/g, isOfScripts: true, accepts: isThing },
  {
    sign: "[",
    pattern: /(?<![\w.[$!])\[([A-Z]+(?:_[A-Z0-9]+)+)\]/g,
    isOfScripts: true,
    accepts: isNoPattern,
  },
  // `[名前]`; a mark and a word at the head of a message are its kind.
  {
    sign: "[",
    pattern: /(?<![\w.[$!])\[((?!\p{ASCII})\p{L}[^\][\n"'✓✔✗✘]{0,40})\]/gu,
    isOfScripts: true,
    accepts: (name, before) => isNoPattern(name, before) && !/\b(?:echo|printf)\s+(?:-\w+\s+)*["']?$/.test(before),
  },
  // `[blue|green]`: one of them.
  {
    sign: "|",
    pattern: /(?<=[\s=])\[([\w.-]+(?:\|[\w.-]+)+)\](?![\w\]}])/g,
    isOfScripts: true,
    accepts: isNoPattern,
  },
  { sign: "|", pattern: /(?<=[\s=])[<{]([\w.-]+(?:\|[\w.-]+)+)[>}](?![\w\]}])/g, isOfScripts: true },
  { sign: "{", pattern: /(?<![$%\w{])\{([A-Z]+(?:_[A-Z0-9]+)+)\}(?!\})/g, isOfScripts: true },
  { sign: "%", pattern: /(?<![\w%])%([A-Z][A-Z0-9_]{2,})%(?![\w%])/g, isOfScripts: true },
  {
    sign: "-name",
    pattern:
      /(?<=[ /])((?:pod|node|namespace|deployment|service|container|cluster|host|app|instance|bucket|database|topic|queue|user|project|release|job|secret|configmap)-name)(?=[ \n/]|$)/g,
    isOfScripts: true,
  },
  {
    sign: "name",
    pattern: /\b((?:pod|pvc|node|service|container|deployment|statefulset|storageclass|configmap)name)(?=\s|$)/g,
    isOfScripts: true,
    name: (written) => written.replace(/name$/, "-name"),
    accepts: (_, before) => isOperandOfKubectl(before),
  },
  {
    sign: "namespace",
    pattern: /(?<=\s(?:-n|--namespace)[ =])(namespace)(?=\s|$)/g,
    isOfScripts: true,
  },
  {
    sign: "",
    pattern: /(?<=^|[\s/@])([A-Z][A-Z0-9_]+)(?=$|[\s/.;|)])(?!\s*=)/gm,
    isOfScripts: true,
    accepts: isOpenWord,
  },
  {
    sign: "xxx",
    pattern: /(?<![\w.-])((?:[a-z0-9]+-)*x{3,}(?:-x{3,})*)(?![\w.-])/g,
    isOfScripts: true,
    name: nameOfDummy,
  },
  {
    sign: "example.",
    pattern: /(?<![\w.@-])((?:[a-z0-9-]+\.)*example\.(?:com|org|net))(?![\w-])/g,
    isOfScripts: true,
  },
];
const formsOfProse = forms.filter(({ isOfScripts }) => isOfScripts !== true);

/** In brackets behind these is a class of characters. */
function isNoPattern(_: string, before: string): boolean {
  return !/\b(?:[efz]?grep|rg|sed|awk)\b|=~/.test(before);
}

function isOperandOfKubectl(before: string): boolean {
  const command = before.split(/[|;&"']/).at(-1) ?? "";
  return /[\s/]$/.test(command) && /\b(?:kubectl|oc)\s/.test(command);
}

/** A word in capitals is something else in quotes, in a comment, behind `grep`, and where a variable is named. */
function isOpenWord(name: string, before: string): boolean {
  return (
    isThing(name.slice(name.lastIndexOf("_") + 1)) &&
    (before.match(/"/g)?.length ?? 0) % 2 === 0 &&
    (before.match(/'/g)?.length ?? 0) % 2 === 0 &&
    !/(?:^|\s)#|\bgrep\b|(?:^|\s)(?:export|unset|read|local|declare|printenv|env|-e|--env)\s+(?:-\w+\s+)?$|^\s*$/.test(
      before,
    )
  );
}

/** `sg-xxxxxxx` is "sg"; `xxx` alone is nothing but itself. */
function nameOfDummy(written: string): string {
  return written.replace(/-?x{3,}(?:-x{3,})*$/, "") || "xxx";
}

/** Most texts leave nothing open, and one look tells. */
const mayLeaveOpen = /<\p{L}|\{\{|(?:YOUR|MY)_|(?:your|my)-|\[[a-z]|\{[a-z]/u;
const mayLeaveOpenInScript =
  /<\p{L}|[[{][\p{L}{]|[A-Z]{2}|(?:your|my)-|-name|[a-z]name\b|[ =]namespace|xxx|example\.|\d{4}|\.\.\.|…|set image/u;

/** All parameters that prose leaves open, in order, without overlaps. */
export function findParameters(text: string): readonly ParameterMention[] {
  return mayLeaveOpen.test(text) ? mentionsIn(text, formsOfProse) : [];
}

/** All parameters of a script: words in capitals, dummies and literals that age are open there too. */
export const findScriptParameters: (script: string) => readonly ParameterMention[] = remember((script) =>
  mayLeaveOpenInScript.test(script) ? mentionsIn(script, forms, agedMentions(script)) : [],
);

function mentionsIn(
  text: string,
  looked: readonly Form[],
  more: readonly ParameterMention[] = [],
): readonly ParameterMention[] {
  const found = looked.flatMap(({ sign, pattern, name: nameOf, accepts }) =>
    (text.includes(sign) ? [...text.matchAll(pattern)] : []).flatMap((match) => {
      const [whole, name = ""] = match;
      const start = match.index ?? 0;
      const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
      const isMarkup =
        whole.startsWith("<") &&
        (markupTags.test(name) || isPrinted(name) || isShells(text, start) || isOfTypes(name, before));
      const own = parameterName(nameOf ? nameOf(name) : name);
      const isParameter = !isMarkup && own !== "" && (accepts?.(name, before) ?? true);
      return isParameter ? [{ name: own, form: whole, start, end: start + whole.length }] : [];
    }),
  );
  return [...found, ...more]
    .sort((a, b) => a.start - b.start)
    .filter((mention, index, all) => index === 0 || mention.start >= (all[index - 1]?.end ?? 0));
}

function agedMentions(script: string): readonly ParameterMention[] {
  return staleLiterals(script).map(({ name, ...place }) => ({ ...place, name: parameterName(name) || "rest" }));
}

/** `<<EOF > file` and process substitutions are the shell's, and `(?<name>…)` is a pattern's. */
function isShells(text: string, start: number): boolean {
  return text[start - 1] === "<" || text[start - 1] === "(" || text.slice(start - 2, start) === "(?";
}

/** `<LOOPBACK,UP>` are the flags that `ip` prints, and in `Vec<String, T>` is a type. */
function isOfTypes(name: string, before: string): boolean {
  return (
    /^[A-Z][A-Z0-9_]*(?:,[A-Z][A-Z0-9_]*)+$/.test(name) ||
    (/\b[A-Z][a-z]\w*$/.test(before) && /^[A-Z]\w*(?:, ?\w+)*$/.test(name))
  );
}

/** `<pod-name>`, `POD_NAME`, `YOUR_POD` and `Pod Name` are "pod-name" (or "pod"). */
export function parameterName(written: string): string {
  return written
    .replace(/^(?:your|my)[-_ ]/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Groups the mentions in one script by parameter. */
export function usesIn(script: string): readonly ParameterUse[] {
  const byName = new Map<string, { start: number; end: number }[]>();
  for (const { name, start, end } of findScriptParameters(script)) {
    byName.set(name, [...(byName.get(name) ?? []), { start, end }]);
  }
  return [...byName].map(([name, spans]) => ({ name, spans }));
}

const kindWords: readonly (readonly [RegExp, ParameterKind])[] = [
  [/namespace|\bns\b/, "namespace"],
  [/pod(?:s|name)?\b|^pod/, "pod"],
  [/container/, "container"],
  [/deploy|service-name|workload|app-name/, "deployment"],
  [/node/, "node"],
  [/(?<!v)host|server|\bips?\b|[a-z]ip$|address|domain|example-(?:com|org|net)$/, "host"],
  [/^pid$|process-id/, "pid"],
  [/url|endpoint/, "url"],
  [/\b(?:time|date|datetime|since|timestamp|(?:start|end)-?(?:time|date))\b|^(?:start|end|until)$/, "time"],
  [/\b(?:image|tag|version)/, "image"],
  [
    /^(?:partition|foreign|sort|row|shard|hash|public|cache|redis|object|label|annotation|taint)-key$|^key-name$/,
    "free",
  ],
  [/token|passw|secret|\bkey\b|(?:api|access|private)key|credential/, "secret"],
];

/** What kind of thing a parameter stands for, by its name. */
export function parameterKind(name: string, lines: LineRange): Sourced<ParameterKind> {
  const found = kindWords.find(([words]) => words.test(name));
  return {
    value: found?.[1] ?? "free",
    from: "inferred",
    because: found ? `its name says so: ${name}` : "its name says nothing",
    lines,
  };
}
