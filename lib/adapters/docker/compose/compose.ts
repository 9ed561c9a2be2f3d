import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import type { Call } from "../call";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { composeAct, composeUp } from "./act";
import { composeExec } from "./exec";
import { composeLogs } from "./logs";
import { findProject, NoSuchService, type Project, type Wanted } from "./project";
import { composePs } from "./ps";
import type { ComposeCall, Style } from "./style";

type ComposeVerb = {
  readonly flags: FlagTable;
  readonly stopsAtOperand?: boolean;
  /** It changes nothing, whatever project it finds. */
  readonly isReading?: boolean;
  run(style: Style, compose: ComposeCall): Promise<number>;
};

const timeout: FlagTable = { timeout: { kind: "value", short: "t" } };

function verbsOf(style: Style): ReadonlyMap<string, ComposeVerb> {
  return new Map<string, ComposeVerb>(
    Object.entries({
      exec: { flags: composeExec.flags, stopsAtOperand: true, run: (_style, compose) => composeExec.run(compose) },
      logs: { flags: style.logFlags, isReading: true, run: composeLogs },
      ps: { flags: style.psFlags, isReading: true, run: composePs },
      restart: { flags: timeout, run: (own, compose) => composeAct("restart", own, compose) },
      start: { flags: {}, run: (own, compose) => composeAct("start", own, compose) },
      stop: { flags: timeout, run: (own, compose) => composeAct("stop", own, compose) },
      up: {
        flags: {
          detach: { kind: "switch", short: "d" },
          "no-deps": { kind: "switch" },
          "no-recreate": { kind: "switch" },
        },
        run: composeUp,
      },
    } satisfies Record<string, ComposeVerb>),
  );
}

/** Compose's own flags, those before the verb. */
const ownFlags: FlagTable = {
  ansi: { kind: "value" },
  "env-file": { kind: "value" },
  file: { kind: "list", short: "f" },
  profile: { kind: "list" },
  progress: { kind: "value" },
  "project-directory": { kind: "value" },
  "project-name": { kind: "value", short: "p" },
};

type Run = { readonly style: Style; readonly io: CommandIo; connect(command: string): Call };

/**
 * Compose for the verbs that runbooks use on what runs already: containers are found by the labels that Compose gave
 * them, since its file is on the host. What would need the file is an error that says so.
 */
export async function runCompose(argv: readonly string[], { style, io, connect }: Run): Promise<number> {
  const own = parseFlags(argv, { table: ownFlags, command: style.command, stopsAtOperand: true });
  const [name = "", ...words] = own.words;
  const verbs = verbsOf(style);
  const verb = verbs.get(name);
  if (!verb) {
    const known = [...verbs.keys()].join(", ");
    throw new CommandFailure(
      `${style.command}: ${name === "" ? "say what to do" : `${name} is not one of the commands that run from here`} (${known})${name === "" ? "" : ": copy it and run it by hand"}`,
    );
  }
  const command = `${style.command} ${name}`;
  const flags = parseFlags(words, { table: verb.flags, command, stopsAtOperand: verb.stopsAtOperand ?? false });
  const call = connect(command);
  const services = verb.stopsAtOperand ? flags.words.slice(0, 1) : flags.words;
  const { isReading = false } = verb;
  const project = await findProject({ ...wanted(own, io), services, isReading }, call);
  try {
    return await verb.run(style, { flags, project, call: withProject(call, project) });
  } catch (error) {
    throw error instanceof NoSuchService ? new CommandFailure(style.noSuchService(error.service)) : error;
  }
}

/** Whatever is checked, the project stands in what it is called. */
function withProject(call: Call, { name }: Project): Call {
  return {
    ...call,
    check: ({ risk, description }) => call.check({ risk, description: `${description} of project ${name}` }),
  };
}

function wanted(own: Flags, io: CommandIo): Omit<Wanted, "services" | "isReading"> {
  return {
    name: own.get("project-name") ?? (io.env["COMPOSE_PROJECT_NAME"] || null),
    files: own.all("file"),
    directory: own.get("project-directory") ?? null,
  };
}
