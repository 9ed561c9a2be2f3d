import { forEachChild, parse, type SyntaxNode } from "unbash";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

/** Where a parameter is written in a script: UTF-16 offsets, half open. */
export type ParameterSpans = {
  readonly name: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
};

export type RenderProblem = { readonly parameter: string; readonly message: string };

type Place = { readonly name: string; readonly start: number; readonly end: number };
type Context = "bare" | "single" | "double" | "heredoc" | "comment";

/**
 * Fills parameters in: each becomes a quoted shell word where it stands, in whatever quotes it stands in, so no value
 * can end a word, a quote or a command. Fails for a parameter without a value, or where no quoting is safe.
 */
export function renderScript(input: {
  readonly script: string;
  readonly uses: readonly ParameterSpans[];
  readonly values: Readonly<Record<string, string>>;
}): Result<string, readonly RenderProblem[]> {
  const { script, values } = input;
  const places = input.uses
    .flatMap(({ name, spans }) => spans.map((span) => ({ name, ...span })))
    .sort((a, b) => a.start - b.start);
  const contexts = contextsOf(script, places);
  const problems: RenderProblem[] = [];
  let rendered = "";
  let from = 0;
  for (const [index, place] of places.entries()) {
    const value = values[place.name];
    const quoted = value === undefined ? null : quote(value, contexts[index] ?? "bare");
    if (quoted === null) {
      problems.push({ parameter: place.name, message: problemOf(place.name, value) });
    }
    rendered += script.slice(from, place.start) + (quoted ?? "");
    from = place.end;
  }
  return problems.length > 0 ? failed(problems) : ok(rendered + script.slice(from));
}

function problemOf(name: string, value: string | undefined): string {
  return value === undefined ? `Fill in ${name} first.` : `${name} stands where this value cannot be quoted safely.`;
}

/**
 * Parameters are found before parsing (`<x>` would parse as a redirection), so each is replaced by a plain word of its
 * own length class first; then the parser says what is around it.
 */
function contextsOf(script: string, places: readonly Place[]): readonly Context[] {
  let masked = "";
  let from = 0;
  const positions = places.map((place, index) => {
    masked += script.slice(from, place.start);
    const start = masked.length;
    masked += `HRPARAM${index}X`;
    from = place.end;
    return start;
  });
  masked += script.slice(from);
  const found = new Map<number, Context>();
  const visit = (node: SyntaxNode, context: Context) => {
    const here = contextOf(node, context);
    for (const position of positions) {
      if (node.pos <= position && position < node.end) {
        found.set(position, here);
      }
    }
    forEachChild(node, (child) => visit(child, here));
  };
  visit(parse(masked), "comment");
  return positions.map((position) => found.get(position) ?? "comment");
}

function contextOf(node: SyntaxNode, outer: Context): Context {
  switch (node.type) {
    case "SingleQuoted":
      return "single";
    case "AnsiCQuoted":
      return "heredoc";
    case "DoubleQuoted":
    case "LocaleString":
      return "double";
    case "HereDoc":
      return "bare";
    case "HereDocBody":
      return "heredoc";
    case "Script":
      return "comment";
    case "Statement":
    case "Command":
    case "CommandExpansion":
    case "Word":
      return outer === "double" && node.type === "Word" ? outer : "bare";
    default:
      return outer;
  }
}

/** The value as text for its place; null where nothing is safe. */
function quote(value: string, context: Context): string | null {
  switch (context) {
    case "bare":
      return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
    case "single":
      return value.replaceAll("'", "'\\''");
    case "double":
      return value.replace(/[\\"$`]/g, "\\$&");
    case "heredoc":
    case "comment":
      // Nothing there ends at a quote: only a value without any special character is let through.
      return /^[\w./:@%+=, -]*$/.test(value) ? value : null;
  }
}
