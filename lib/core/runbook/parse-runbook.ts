import { extractFacts, textLines } from "./extract-facts";
import { readFrontMatter } from "./front-matter";
import { createIdMaker, slugOf } from "./ids";
import { lintRunbook } from "./lint/lint";
import type { LintWorld } from "./lint/rule";
import { parseBlocks } from "./markdown-blocks";
import { withOpenVariables } from "./open-variables";
import { findParameters, parameterKind } from "./parameters";
import { repairSource } from "./repair-source";
import type { Diagnostic, Parameter, Runbook, Section } from "./runbook";
import { buildSections } from "./sections";
import { splitDocument, unclosedFence } from "./split-document";
import { walkOperations } from "./walk";

/** Raised when the parser makes something else of the same text: stored results of an older one are made anew. */
export const PARSER_VERSION = 2;
const MAX_SOURCE_LENGTH = 5_000_000;

type ParseInput = {
  readonly source: string;
  readonly path: string;
  /** What is known beyond the text; only findings depend on it. */
  readonly world?: LintWorld;
};

/**
 * Understands one Markdown document. Never throws and always ends: what it cannot understand is kept as prose, and
 * `diagnostics` says where. `path` gives the slug, and the title of a document without one.
 */
export function parseRunbook({ source, path, world = {} }: ParseInput): Runbook {
  if (source.length > MAX_SOURCE_LENGTH) {
    return proseRunbook({
      source,
      path,
      message: `the document is over ${MAX_SOURCE_LENGTH / 1e6} MB: it is shown as it is written`,
    });
  }
  if (isAsciiDoc(source, path)) {
    return proseRunbook({
      source,
      path,
      message:
        "AsciiDoc is not read: convert it to Markdown (pandoc or downdoc can), here it is shown as it is written",
    });
  }
  const { text, repairs } = repairSource(source);
  const { matter, yaml, lineCount, problem } = readFrontMatter(text);
  const body = "\n".repeat(lineCount) + text.split("\n").slice(lineCount).join("\n");
  const pieces = splitDocument(body);
  const sections = withOpenVariables(buildSections(pieces.flatMap(parseBlocks), createIdMaker()));
  const draft: Runbook = {
    title: matter.title ?? titleOf(sections) ?? fileName(path),
    slug: slugOf(fileName(path)) || "runbook",
    frontMatter: yaml,
    facts: extractFacts(sections, matter),
    sections,
    parameters: [],
    diagnostics: [],
    repairs,
  };
  const runbook = { ...draft, parameters: parametersOf(draft) };
  const fence = unclosedFence(body);
  const found: Diagnostic[] = [
    ...repairs.map((message) => ({
      rule: "repaired-encoding",
      severity: "info" as const,
      message,
      lines: { start: 1, end: 1 },
    })),
    ...(problem === null
      ? []
      : [{ rule: "front-matter", severity: "error" as const, message: problem, lines: { start: 1, end: lineCount } }]),
    ...(fence === null
      ? []
      : [
          {
            rule: "unclosed-fence",
            severity: "error" as const,
            message: "the fence opened here is never closed",
            lines: { start: fence, end: fence },
          },
        ]),
    ...pieces
      .filter((piece) => piece.isProse)
      .map(({ firstLine }) => ({
        rule: "shown-as-prose",
        severity: "warning" as const,
        message: "too long or too deeply marked up to parse: shown as it is written",
        lines: { start: firstLine, end: firstLine },
      })),
  ];
  return { ...runbook, diagnostics: [...found, ...lintRunbook(runbook, world)] };
}

/** By its name, or by a title and blocks that only AsciiDoc has. */
function isAsciiDoc(source: string, path: string): boolean {
  return (
    /\.(?:adoc|asciidoc|asc)$/i.test(path) ||
    (/^(?:\s*(?::[\w-]+:.*|\/\/.*)?\n)*= \S/.test(source) &&
      !/^#{1,6} /m.test(source) &&
      /^(?:={2,5} \S|\[source\b|:[\w-]+:)/m.test(source))
  );
}

/** A document that is only shown, with the reason. */
export function proseRunbook({
  source,
  path,
  message,
}: {
  readonly source: string;
  readonly path: string;
  readonly message: string;
}): Runbook {
  const lines = { start: 1, end: source.split("\n").length };
  const [section] = buildSections([{ kind: "raw", text: source, lines }], createIdMaker());
  return {
    title: fileName(path),
    slug: slugOf(fileName(path)) || "runbook",
    frontMatter: "",
    facts: extractFacts([], {}),
    sections: section ? [section] : [],
    parameters: [],
    diagnostics: [{ rule: "shown-as-prose", severity: "error", message, lines }],
    repairs: [],
  };
}

function titleOf(sections: readonly Section[]): string | undefined {
  const title = sections.find((section) => section.depth > 0)?.title.replace(/^runbook:\s*/i, "");
  return title === "" ? undefined : title;
}

function fileName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.(?:md|markdown|mdx)$/i, "");
}

/** All parameters, those of operations first, each with its forms and lines. */
function parametersOf(runbook: Runbook): readonly Parameter[] {
  const known = new Map<string, { forms: Set<string>; lines: Parameter["lines"][number][] }>();
  const add = (mention: { readonly name: string; readonly form: string }, lines: Parameter["lines"][number]) => {
    const entry = known.get(mention.name) ?? { forms: new Set<string>(), lines: [] };
    entry.forms.add(mention.form);
    entry.lines.push(lines);
    known.set(mention.name, entry);
  };
  for (const { operation } of walkOperations(runbook)) {
    for (const { name, spans } of operation.parameters) {
      for (const { start, end } of spans) {
        add({ name, form: operation.script.slice(start, end) }, operation.lines);
      }
    }
  }
  for (const { text, lines } of textLines(runbook.sections)) {
    for (const mention of findParameters(text)) {
      add(mention, lines);
    }
  }
  return [...known].map(([name, { forms, lines }]) => ({
    name,
    kind: parameterKind(name, lines[0] ?? { start: 1, end: 1 }),
    forms: [...forms],
    lines,
  }));
}
