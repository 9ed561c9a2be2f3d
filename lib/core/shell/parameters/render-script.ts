import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { type QuotingContext, quotingContexts } from "./quoting-context";
import { hasSameShape } from "./script-shape";

/** Where a parameter is written in a script: UTF-16 offsets, half open. */
export type ParameterSpans = {
  readonly name: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
};

export type RenderProblem = { readonly parameter: string; readonly message: string };

type Place = { readonly name: string; readonly start: number; readonly end: number };

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
  const { masked, positions } = mask(script, places);
  const contexts = quotingContexts(masked, positions);
  const problems: RenderProblem[] = [];
  let rendered = "";
  let from = 0;
  for (const [index, place] of places.entries()) {
    const value = Object.hasOwn(values, place.name) ? values[place.name] : undefined;
    const quoted = value === undefined ? null : quote(value, contexts[index] ?? "bare");
    if (quoted === null) {
      problems.push({ parameter: place.name, message: problemOf(place.name, value) });
    }
    rendered += script.slice(from, place.start) + (quoted ?? "");
    from = place.end;
  }
  rendered += script.slice(from);
  if (problems.length === 0 && !hasSameShape(masked, rendered, (text) => filled(text, places, values))) {
    const names = [...new Set(places.map(({ name }) => name))];
    return failed(names.map((name) => ({ parameter: name, message: problemOf(name, "") })));
  }
  return problems.length > 0 ? failed(problems) : ok(rendered);
}

/** A masked text with the values in place of the tokens. */
function filled(text: string, places: readonly Place[], values: Readonly<Record<string, string>>): string {
  return text.replace(/HRPARAM(\d+)X/g, (written, index: string) => {
    const name = places[Number(index)]?.name;
    return name === undefined ? written : (values[name] ?? written);
  });
}

function problemOf(name: string, value: string | undefined): string {
  return value === undefined ? `Fill in ${name} first.` : `${name} stands where this value cannot be quoted safely.`;
}

/** A plain word for each place: the parser must not see `<x>`, which it would read as a redirection. */
function mask(script: string, places: readonly Place[]): { masked: string; positions: readonly number[] } {
  let masked = "";
  let from = 0;
  const positions = places.map((place, index) => {
    masked += script.slice(from, place.start);
    const start = masked.length;
    masked += token(index);
    from = place.end;
    return start;
  });
  return { masked: masked + script.slice(from), positions };
}

function token(index: number): string {
  return `HRPARAM${index}X`;
}

/** The value as text for its place; null where nothing is safe. */
function quote(value: string, context: QuotingContext): string | null {
  switch (context) {
    case "bare":
      return /^[\w/:@%+-][\w./:@%+-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
    case "single":
      return value.replaceAll("'", "'\\''");
    case "double":
      return value.replace(/[\\"$`]/g, "\\$&");
    case "inner":
      return /^[\w./:@%+,-]*$/.test(value) ? value : null;
    case "plain":
      return /^[\w./:@%+=, -]*$/.test(value) ? value : null;
  }
}
