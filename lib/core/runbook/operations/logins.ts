import { startsHere, type Turn, throughLogins, turnsOf } from "@/lib/core/shell/logins";
import { maskParameters } from "../parameters/mask-parameters";
import type { Login, Operation, ParameterUse, Section, Step } from "../runbook";
import { namesOf, type Statements } from "../statements";
import { walkSections, walkStepOperations } from "../walk";
import { needOfPersonThere } from "./run-mode";

type Around = {
  readonly statements: Statements;
  /** The lines of the document. */
  readonly text: readonly string[];
};

/**
 * A bare `ssh host` makes that host the target of what follows, to the end of the document, until another one or an
 * `exit`. Front matter may give an operation a host of its own, or none.
 */
export function withLogins(sections: readonly Section[], around: Around): readonly Section[] {
  const told = new Map<Operation, Operation>();
  let login: Login | null = null;
  for (const operation of shellOperations(sections)) {
    const turns: readonly Turn[] = mayTurn.test(operation.script)
      ? turnsOf(maskParameters(operation.script), login !== null)
      : [];
    const opened = turns.filter(({ kind }) => kind === "login").map((turn) => loginOf(operation, turn, around.text));
    const own = statedLogin(operation, around.statements) ?? inherited(operation, login);
    if (own !== null || turns.length > 0) {
      told.set(operation, withLogin(operation, own, { turns, opened }));
    }
    login = loginAfter({ turns, opened }, login);
  }
  return told.size === 0 ? sections : sections.map((section) => mapSection(section, told));
}

function loginAfter({ turns, opened }: Turns, before: Login | null): Login | null {
  const last = turns.at(-1);
  if (last === undefined) {
    return before;
  }
  return last.kind === "logout" ? null : (opened.at(-1) ?? null);
}

/** Most scripts need not be looked at. */
const mayTurn = /\b(?:ssh|exit|logout)\b/;

function shellOperations(sections: readonly Section[]): readonly Operation[] {
  return [...walkSections(sections)]
    .flatMap(({ steps }) => [...walkStepOperations(steps)])
    .filter(({ language }) => language === "shell")
    .toSorted((a, b) => a.lines.start - b.lines.start);
}

/** What names a host of its own starts from here: `scp web-1:/tmp/heap .` is typed in another window. */
function inherited({ script }: Operation, login: Login | null): Login | null {
  return login !== null && !startsHere(maskParameters(script)) ? login : null;
}

/** `false`: none, also where one was inherited. */
function statedLogin(operation: Operation, { of }: Statements): Login | false | null {
  const host = of("operations", ...namesOf(operation))?.host;
  return host === undefined || host === false
    ? (host ?? null)
    : { value: `ssh ${host}`, from: "front-matter", parameters: [] };
}

function loginOf({ script, lines, parameters }: Operation, { start, end }: Turn, text: readonly string[]): Login {
  const value = script.slice(start, end);
  const offset = text.slice(lines.start - 1, lines.end).findIndex((line) => line.includes(value));
  const at = lines.start + Math.max(0, offset);
  return {
    value,
    from: "inferred",
    because: `\`${value}\` on line ${at} makes that host the target of what follows`,
    lines: { start: at, end: at },
    parameters: parameters
      .map(({ name, spans }) => ({
        name,
        spans: spans
          .filter((span) => span.start >= start && span.end <= end)
          .map((span) => ({ start: span.start - start, end: span.end - start })),
      }))
      .filter(({ spans }) => spans.length > 0),
  };
}

/** An operation's script as it runs from here, with a plain word for each open parameter: what its risk is told by. */
export function maskedCall({ script, login }: Pick<Operation, "script" | "login">): string {
  return throughLogins(maskParameters(script), login === undefined ? null : maskParameters(login.value));
}

type Turns = { readonly turns: readonly Turn[]; readonly opened: readonly Login[] };

function withLogin(operation: Operation, stated: Login | false | null, turns: Turns): Operation {
  const login = stated === false ? null : stated;
  const { mode, parameters } = operation;
  return {
    ...operation,
    mode: mode.from === "front-matter" ? mode : modeThere(operation, login, turns),
    parameters: [...parameters, ...usesOf(login, parameters)],
    ...(login !== null && { login }),
  };
}

/** The values that only the login leaves open: the operation asks for them, too. */
function usesOf(login: Login | null, known: readonly ParameterUse[]): readonly ParameterUse[] {
  return (login?.parameters ?? [])
    .filter(({ name }) => known.every((use) => use.name !== name))
    .map(({ name }) => ({ name, spans: [] }));
}

function modeThere({ mode, script }: Operation, login: Login | null, { turns, opened }: Turns): Operation["mode"] {
  const isWhollyThere = login !== null || script.slice(0, turns[0]?.start ?? 0).trim() === "";
  const session = login ?? opened[0] ?? null;
  if (session === null || (!isWhollyThere && mode.value !== "native")) {
    return mode;
  }
  const hand = needOfPersonThere(script);
  return hand === null
    ? { value: "native", from: "inferred", because: `it runs there over ssh: ${session.because ?? session.value}` }
    : { value: "by-hand", from: "inferred", because: hand };
}

function mapSection(section: Section, told: ReadonlyMap<Operation, Operation>): Section {
  return {
    ...section,
    steps: section.steps.map((step) => mapStep(step, told)),
    sections: section.sections.map((inner) => mapSection(inner, told)),
  };
}

function mapStep(step: Step, told: ReadonlyMap<Operation, Operation>): Step {
  return {
    ...step,
    operations: step.operations.map((operation) => told.get(operation) ?? operation),
    steps: step.steps.map((inner) => mapStep(inner, told)),
  };
}
