import "server-only";
import type { Call, Verb } from "../call";
import { indentJson, parseExact } from "../exact-json";
import { CommandFailure, daemonFailure } from "../failure";
import { TemplateFailure } from "../go-template/node";
import { isRecord } from "../go-template/print";
import { compileTemplate } from "../go-template/render";

const paths = {
  container: (name: string) => `/containers/${name}/json`,
  image: (name: string) => `/images/${name}/json`,
  network: (name: string) => `/networks/${name}`,
  volume: (name: string) => `/volumes/${name}`,
};
type Kind = keyof typeof paths;
const kinds = Object.keys(paths) as readonly Kind[];

/** Fields that the daemon leaves out when they are empty: a template sees nil. */
const optional = new Set(["Health", "Annotations", "Mounts", "Ports", "Healthcheck", "StopTimeout", "Shell"]);

export const inspect: Verb = inspectVerb(
  null,
  "Return low-level information on Docker objects",
  "NAME|ID [NAME|ID...]",
);
export const inspectContainer: Verb = inspectVerb(
  "container",
  "Display detailed information on one or more containers",
  "CONTAINER [CONTAINER...]",
);
export const inspectImage: Verb = inspectVerb(
  "image",
  "Display detailed information on one or more images",
  "IMAGE [IMAGE...]",
);

/** `docker inspect`, or that of one kind of object. */
export function inspectVerb(fixed: Kind | null, summary: string, operands: string): Verb {
  return {
    usage: `[OPTIONS] ${operands}`,
    summary,
    flags: {
      format: { kind: "value", short: "f" },
      size: { kind: "switch", short: "s" },
      ...(fixed === null && { type: { kind: "value" } }),
    },
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: (flags, call) => {
      const kind = fixed ?? kindOf(flags.get("type"));
      const isSized = flags.has("size");
      const format = flags.get("format");
      const fetch = (name: string) => found(name, { kind, isSized }, call);
      return format === undefined || format === "json"
        ? printWhole(flags.words, call, { fetch, isCompact: format === "json" })
        : printFormatted(flags.words, call, { fetch, render: templateOf(format) });
    },
  };
}

function kindOf(type: string | undefined): Kind | null {
  const kind = kinds.find((candidate) => candidate === type);
  if (type !== undefined && type !== "" && kind === undefined) {
    throw new CommandFailure(`"${type}" is not a valid value for --type`);
  }
  return kind ?? null;
}

type Wanted = { readonly kind: Kind | null; readonly isSized: boolean };

/** The daemon's own JSON text of the first kind of object that has this name. */
async function found(name: string, { kind, isSized }: Wanted, call: Call): Promise<string> {
  call.check({ risk: "read", description: `docker inspect ${name}` });
  for (const candidate of kind === null ? kinds : [kind]) {
    const path = paths[candidate](encodeURIComponent(name));
    const query = isSized && candidate === "container" ? { size: "1" } : {};
    const reply = await call.connection.request({ path, query, signal: call.io.signal });
    if (reply.status < 400) {
      return reply.text;
    }
    if (reply.status !== 404) {
      throw daemonFailure(reply);
    }
  }
  throw new CommandFailure(`Error: No such ${kind ?? "object"}: ${name}`);
}

type Fetch = (name: string) => Promise<string>;

async function printWhole(
  names: readonly string[],
  call: Call,
  { fetch, isCompact }: { fetch: Fetch; isCompact: boolean },
): Promise<number> {
  const { texts, failure } = await fetchAll(names, fetch);
  if (isCompact) {
    call.out(texts.map((text) => `${text.trim()}\n`).join(""));
  } else {
    const objects = texts.map((text) => `    ${indentJson(text.trim(), "    ")}`);
    call.out(objects.length === 0 ? "[]\n" : `[\n${objects.join(",\n")}\n]\n`);
  }
  return ended(failure);
}

async function printFormatted(
  names: readonly string[],
  call: Call,
  { fetch, render }: { fetch: Fetch; render: (data: unknown) => string },
): Promise<number> {
  const { texts, failure } = await fetchAll(names, fetch);
  let rendered = "";
  try {
    rendered = texts.map((text) => `${render(parseExact(text))}\n`).join("");
  } catch (error) {
    if (error instanceof TemplateFailure) {
      call.out("\n");
      throw new CommandFailure(`template parsing error: ${error.message}`);
    }
    throw error;
  }
  call.out(rendered === "" ? "\n" : rendered);
  return ended(failure);
}

async function fetchAll(names: readonly string[], fetch: Fetch) {
  const texts: string[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      texts.push(await fetch(name));
    } catch (error) {
      if (!(error instanceof CommandFailure) || error.exitCode !== 1) {
        throw error;
      }
      failures.push(error.message);
    }
  }
  return { texts, failure: failures.join("\n") };
}

function ended(failure: string): number {
  if (failure !== "") {
    throw new CommandFailure(failure);
  }
  return 0;
}

function templateOf(format: string): (data: unknown) => string {
  let absent = "";
  try {
    return compileTemplate(format, {
      missing: (name, parent) => {
        if (isNil(name, parent)) {
          absent = name;
          return null;
        }
        // A field of nil: docker looks again in the JSON, where the field before is what is missing.
        return `map has no entry for key "${parent === null && absent !== "" ? absent : name}"`;
      },
    });
  } catch (error) {
    if (error instanceof TemplateFailure) {
      throw new CommandFailure(`template parsing error: ${error.message}`, 64);
    }
    throw error;
  }
}

/** A nil pointer of Go's, which JSON does not show. */
function isNil(name: string, parent: unknown): boolean {
  return isRecord(parent) && optional.has(name);
}
