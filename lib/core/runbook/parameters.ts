import type { ParameterKind, ParameterUse } from "./runbook";
import type { LineRange, Sourced } from "./source";

/** One place where a text leaves something open. Offsets are UTF-16, half open. */
export type ParameterMention = {
  readonly name: string;
  readonly form: string;
  readonly start: number;
  readonly end: number;
};

/** What shell and documents write in angle brackets that is no parameter. */
const markupTags =
  /^\/?(?:details|summary|br|b|i|a|p|img|code|pre|div|span|table|tr|td|th|ul|ol|li|sub|sup|kbd|hr|h[1-6]|center|em|strong)\b/i;

const forms: readonly RegExp[] = [
  /<([A-Za-z][\w .:/-]{0,60}?)>/g,
  /\{\{\s*([A-Za-z][\w.-]{0,60})\s*\}\}/g,
  /\b((?:YOUR|MY)_[A-Z][A-Z0-9_]*)\b/g,
  /\b((?:your|my)-[a-z][a-z0-9-]*)\b/g,
  /(?<![\w.[])\[([a-z]+(?:[-_][a-z]+)+)\]/g,
  /(?<![$\w{])\{([a-z]+(?:[-_][a-z]+)+)\}(?!\})/g,
];

/** Most texts leave nothing open, and one look tells. */
const mayLeaveOpen = /<[A-Za-z]|\{\{|(?:YOUR|MY)_|(?:your|my)-|\[[a-z]|\{[a-z]/;

/** All parameters that a text leaves open, in order, without overlaps. */
export function findParameters(text: string): readonly ParameterMention[] {
  if (!mayLeaveOpen.test(text)) {
    return [];
  }
  const found = forms.flatMap((form) =>
    [...text.matchAll(form)].flatMap((match) => {
      const [whole, name = ""] = match;
      const start = match.index ?? 0;
      const isParameter = !(whole.startsWith("<") && (markupTags.test(name) || isRedirection(text, start)));
      return isParameter ? [{ name: parameterName(name), form: whole, start, end: start + whole.length }] : [];
    }),
  );
  return found
    .sort((a, b) => a.start - b.start)
    .filter((mention, index, all) => index === 0 || mention.start >= (all[index - 1]?.end ?? 0));
}

/** `<<EOF > file` and process substitutions are the shell's. */
function isRedirection(text: string, start: number): boolean {
  return text[start - 1] === "<" || text[start - 1] === "(";
}

/** `<pod-name>`, `POD_NAME`, `YOUR_POD` and `Pod Name` are "pod-name" (or "pod"). */
export function parameterName(written: string): string {
  return written
    .replace(/^(?:your|my)[-_ ]/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** Groups the mentions in one script by parameter. */
export function usesIn(script: string): readonly ParameterUse[] {
  const byName = new Map<string, { start: number; end: number }[]>();
  for (const { name, start, end } of findParameters(script)) {
    byName.set(name, [...(byName.get(name) ?? []), { start, end }]);
  }
  return [...byName].map(([name, spans]) => ({ name, spans }));
}

const kindWords: readonly (readonly [RegExp, ParameterKind])[] = [
  [/namespace|^ns$/, "namespace"],
  [/pod/, "pod"],
  [/container/, "container"],
  [/deploy|service-name|workload|app-name|^deployment$/, "deployment"],
  [/node/, "node"],
  [/host|server|ip$|address|domain/, "host"],
  [/^pid$|process-id/, "pid"],
  [/url|endpoint/, "url"],
  [/time|date|since|timestamp/, "time"],
  [/image|tag|version/, "image"],
  [/token|password|secret|key/, "secret"],
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
