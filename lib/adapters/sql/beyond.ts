import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import type { PsqlOptions } from "./psql-flags";
import type { Script } from "./psql-scripts";

const byHand = "does not run from here: copy it and run it by hand";

const done =
  /^\\(?:(?:x|t|a|f|pset|echo|q|timing|set|g|gx|watch|conninfo)|dx|(?:l|list|dn|du|dg|df|dp|z|db|d[tivms]*)\+?)$/;
/** Those of the real psql, in every version. What is neither is not a command, and is said as psql says it. */
const psqls =
  /^\\(?:d[a-zA-Z]*\+?|[CHTeEhioprswz!?]|ir|sf|sv|ef|ev|g(?:desc|exec|set)|copyright|crosstabview|errverbose|connect|c|cd|encoding|password|setenv|getenv|prompt|unset|qecho|warn|if|elif|else|endif|out|include|include_relative|write|reset|print|edit|help|bind|parse|lo_\w+)\+?$/;

/** Variables that change what psql itself does; `ON_ERROR_STOP` and `QUIET` are followed. */
const behaviours =
  /^(?:AUTOCOMMIT|COMP_KEYWORD_CASE|ECHO|ECHO_HIDDEN|FETCH_COUNT|HIDE_TABLEAM|HIDE_TOAST_COMPRESSION|ON_ERROR_ROLLBACK|SHOW_ALL_RESULTS|SHOW_CONTEXT|SINGLELINE|SINGLESTEP|VERBOSITY)$/;
const defaults: Readonly<Record<string, string>> = {
  AUTOCOMMIT: "on",
  ECHO: "none",
  ECHO_HIDDEN: "off",
  FETCH_COUNT: "0",
  ON_ERROR_ROLLBACK: "off",
  SHOW_CONTEXT: "errors",
  VERBOSITY: "default",
};

/**
 * The first command or variable of psql that is not followed here, as a sentence: what comes behind it would run
 * elsewhere or print something else, and so nothing runs.
 */
export function withoutBeyond(
  scripts: readonly Script[],
  { variables, place }: Pick<PsqlOptions, "variables" | "place">,
): Result<readonly Script[], string> {
  if (/(?:^|\s)service\s*=/.test(place.database ?? "")) {
    return failed(`a connection by service ${byHand}`);
  }
  const set = Object.entries(variables).find(([name, value]) => isBehaviour(name, value));
  if (set !== undefined) {
    return failed(`the variable ${set[0]} ${byHand}`);
  }
  for (const { kind, text } of scripts.flatMap(({ items }) => items)) {
    const problem = kind === "meta" ? beyond(text) : null;
    if (problem !== null) {
      return failed(problem);
    }
  }
  return ok(scripts);
}

function beyond(text: string): string | null {
  const [name = "", first = "", second = ""] = text.replaceAll(";", "").trim().split(/\s+/);
  if (name === "\\set" && (first === "" || isBehaviour(first, second))) {
    return `${`\\set ${first}`.trim()} ${byHand}`;
  }
  if (/^\\(?:g|gx|watch)$/.test(name) && first !== "") {
    return `${name} ${first} ${byHand}`;
  }
  if (name === "\\copy") {
    return /\bto\s+p?stdout\b/i.test(text) ? null : `\\copy other than to stdout ${byHand}`;
  }
  return !done.test(name) && psqls.test(name) ? `${name} ${byHand}` : null;
}

function isBehaviour(name: string, value: string): boolean {
  return behaviours.test(name) && value !== defaults[name];
}
