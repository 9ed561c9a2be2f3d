import { commandOfLine } from "@/lib/core/shell/command-line";
import type { Block } from "./block";
import { extractFacts } from "./facts/extract-facts";
import { noFrontMatter, readFrontMatter } from "./front-matter";
import { createIdMaker, slugOf } from "./ids";
import { lintRunbook } from "./lint/lint";
import type { LintWorld } from "./lint/rule";
import { inlineText } from "./markdown/inline-text";
import { linkDefinitions } from "./markdown/link-definitions";
import { parseBlocks } from "./markdown/markdown-blocks";
import { rawBlocks } from "./markdown/raw-blocks";
import { repairSource } from "./markdown/repair-source";
import { type DocumentPiece, splitDocument, unclosedFence } from "./markdown/split-document";
import { withLogins } from "./operations/logins";
import { documentParameters } from "./parameters/document-parameters";
import { withOpenVariables } from "./parameters/open-variables";
import type { Diagnostic, Runbook, Section, Severity } from "./runbook";
import { buildSections } from "./sections";
import { createStatements, noStatements } from "./statements";
import { withDestinations } from "./steps/leads-to";
import { withStatedSteps } from "./steps/stated-steps";
import { titleSection } from "./walk";

/** Raised when the parser or the summary makes something else of the same text: what an older one stored is made anew. */
export const PARSER_VERSION = 21;
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
  const { matter, yaml, lineCount, problem, misfits } = readFrontMatter(text);
  const body = "\n".repeat(lineCount) + text.split("\n").slice(lineCount).join("\n");
  const pieces = splitDocument(body);
  const statements = createStatements(matter);
  const definitions = linkDefinitions(body);
  const blocks = pieces.flatMap((piece) => parseBlocks(piece, definitions));
  const built = buildSections(blocks, { makeId: createIdMaker(), statements });
  const stated = withStatedSteps(built, statements);
  const sections = withDestinations(
    withLogins(withOpenVariables(stated.sections), { statements, text: body.split("\n") }),
  );
  const draft: Runbook = {
    title: matter.title ?? titleOf(sections) ?? openingLine(blocks) ?? fileName(path),
    slug: slugOf(fileName(path)) || "runbook",
    frontMatter: yaml,
    facts: extractFacts(sections, matter),
    sections,
    parameters: [],
    diagnostics: [],
    repairs: repairs.map(({ said }) => said),
  };
  const runbook = { ...draft, parameters: documentParameters(draft, matter) };
  const nowhere = statements
    .unused()
    .map((name) => `headroom.${name} in the front matter names nothing that is in the document`);
  const found: readonly Diagnostic[] = [
    ...repairs.map(({ said, line }) => ({
      ...finding("repaired-encoding", "info", said),
      lines: { start: line, end: line },
    })),
    ...(problem === null ? [] : [{ ...finding("front-matter", "error", problem), lines: matter.lines }]),
    ...[...misfits, ...stated.problems, ...nowhere].map((message) => ({
      ...finding("front-matter", "warning", message),
      lines: matter.lines,
    })),
    ...shapeFindings(body, pieces),
  ];
  return { ...runbook, diagnostics: [...found, ...lintRunbook(runbook, world)] };
}

function finding(rule: string, severity: Severity, message: string): Omit<Diagnostic, "lines"> {
  return { rule, severity, message };
}

/** A fence that is never closed, and what is too much for the Markdown parser. */
function shapeFindings(body: string, pieces: readonly DocumentPiece[]): readonly Diagnostic[] {
  const fence = unclosedFence(body);
  const open =
    fence === null
      ? []
      : [
          {
            ...finding("unclosed-fence", "error", "the fence opened here is never closed"),
            lines: { start: fence, end: fence },
          },
        ];
  const prose = pieces
    .filter((piece) => piece.isProse)
    .map(({ firstLine }) => ({
      ...finding("shown-as-prose", "warning", "too long or too deeply marked up to parse: shown as it is written"),
      lines: { start: firstLine, end: firstLine },
    }));
  return [...open, ...prose];
}

/** By its name, or by a title and blocks that only AsciiDoc has. */
function isAsciiDoc(source: string, path: string): boolean {
  return (
    /\.(?:adoc|asciidoc|asc)$/i.test(path) ||
    (!/^#{1,6} /m.test(source) &&
      /^(?:[ \t]*(?::[\w-]+:.*|\/\/.*)?\n)*= \S/.test(source) &&
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
  const making = { makeId: createIdMaker(), statements: noStatements };
  const sections = buildSections(rawBlocks(source, lines.start), making);
  return {
    title: fileName(path),
    slug: slugOf(fileName(path)) || "runbook",
    frontMatter: "",
    facts: extractFacts([], noFrontMatter),
    sections,
    parameters: [],
    diagnostics: [{ rule: "shown-as-prose", severity: "error", message, lines }],
    repairs: [],
  };
}

function titleOf(sections: readonly Section[]): string | undefined {
  const title = titleSection(sections)?.title.replace(/^runbook:\s*/i, "");
  return title === "" ? undefined : title;
}

/** The line that opens a document, as a title does. */
function openingLine([first]: readonly Block[]): string | undefined {
  const line = first?.kind === "paragraph" ? inlineText(first.children).trim() : "";
  const isTitle = /^[^\n\p{Ll}][^\n]{3,79}$/u.test(line) && !/[.:;,!?]$/.test(line) && commandOfLine(line) === null;
  return isTitle ? line : undefined;
}

function fileName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.(?:md|markdown|mdx)$/i, "");
}
