import type { Login, ParameterUse } from "@/lib/core/runbook/runbook";
import { singleQuoted } from "@/lib/core/shell/parameters/single-quoted";

export type CommandPiece =
  | { readonly kind: "text"; readonly start: number; readonly text: string }
  | {
      readonly kind: "parameter";
      readonly start: number;
      readonly name: string;
      readonly value: string;
      readonly written: string;
    };

type Template = {
  readonly script: string;
  readonly parameters: readonly ParameterUse[];
  readonly login?: Login;
};
type Values = Readonly<Record<string, string>>;

/** The script with the namespace written where it is left out: what one would type elsewhere. */
export function literalTemplate(
  { script, parameters, ...rest }: Template,
  places: readonly number[],
  namespace: string,
): Template {
  const flag = ` -n ${namespace}`;
  const moved = (at: number) => at + flag.length * places.filter((place) => place <= at).length;
  return {
    ...rest,
    script: places.toReversed().reduce((text, at) => `${text.slice(0, at)}${flag}${text.slice(at)}`, script),
    parameters: parameters.map(({ name, spans }) => ({
      name,
      spans: spans.map(({ start, end }) => ({ start: moved(start), end: moved(end) })),
    })),
  };
}

/** The script cut into its text and its parameters, these with the values they would get ("" while open). */
export function commandPieces({ script, parameters }: Template, values: Values): readonly CommandPiece[] {
  const spans = parameters
    .flatMap((parameter) => parameter.spans.map((span) => ({ ...span, name: parameter.name })))
    .sort((a, b) => a.start - b.start);
  const pieces: CommandPiece[] = [];
  let at = 0;
  for (const { start, end, name } of spans) {
    if (start > at) {
      pieces.push({ kind: "text", start: at, text: script.slice(at, start) });
    }
    pieces.push({ kind: "parameter", start, name, value: values[name] ?? "", written: script.slice(start, end) });
    at = end;
  }
  if (at < script.length) {
    pieces.push({ kind: "text", start: at, text: script.slice(at) });
  }
  return pieces;
}

/** The command to paste elsewhere: values as quoted shell words, open parameters as they are written. */
export function commandText(template: Template, values: Values): string {
  const { login } = template;
  const text = commandPieces(template, values)
    .map((piece) => {
      if (piece.kind === "text") {
        return piece.text;
      }
      return piece.value === "" ? piece.written : shellWord(piece.value);
    })
    .join("");
  return login === undefined
    ? text
    : `${commandText({ script: login.value, parameters: login.parameters }, values)} ${singleQuoted(text)}`;
}

/** A value as one shell word: plain when nothing in it means anything to a shell, in single quotes otherwise. */
export function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : singleQuoted(value);
}

/** The names of the parameters that have no value yet. */
export function openParameters({ parameters }: Template, values: Values): readonly string[] {
  return parameters.map((parameter) => parameter.name).filter((name) => (values[name] ?? "").trim() === "");
}
