import "server-only";
import { type Descriptions, describeAll } from "../describe/describe-all";
import { findSubjects, type Missing, type Query, subjectsByPrefix } from "../describe/subjects";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { selectionsOfFiles } from "../manifests";
import { type ResourceSelection, resolveSelections } from "../resources";

const DEFAULT_CHUNK_SIZE = 500;
const USAGE = "See 'kubectl describe --help' for usage.";

const flagTable: FlagTable = {
  selector: { kind: "value", short: "l" },
  filename: { kind: "list", short: "f" },
  recursive: { kind: "switch", short: "R" },
  "all-namespaces": { kind: "switch", short: "A" },
  "show-events": { kind: "switch" },
  "chunk-size": { kind: "value" },
};

/** kubectl describe of any kind: by name, by the beginning of a name, by selector, or all. */
export async function describe(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "describe");
  const saidEvents = eventsFlag(flags);
  const query: Query = {
    words: flags.words,
    namespace: flags.has("all-namespaces") ? null : call.namespace,
    selector: flags.get("selector"),
    chunkSize: chunkSizeFlag(flags),
    selections: await selected(flags, call),
  };
  const { subjects, missing } = await findSubjects(query, call);
  const [first] = missing;
  if (missing.length === 1 && first?.isNotFound && query.words.length === 2) {
    return describeByPrefix(query, { call, saidEvents, first });
  }
  // Like kubectl: the events of one object, but not of several.
  const showEvents = saidEvents ?? (missing.length === 0 && subjects.length === 1);
  const { texts, failures } = await describeAll(subjects, { call, chunkSize: query.chunkSize, showEvents });
  call.out(texts.join("\n\n"));
  if (subjects.length === 0 && missing.length === 0) {
    const place = query.namespace === null ? "" : ` in ${query.namespace} namespace.`;
    call.io.write("stderr", `No resources found${place}\n`);
  }
  return ended([...missing.map(({ failure }) => failure), ...failures]);
}

async function selected(flags: Flags, call: Invocation): Promise<readonly ResourceSelection[]> {
  if (flags.get("filename") !== undefined) {
    return selectionsOfFiles(call, flags);
  }
  if (flags.words.length === 0) {
    throw new CommandFailure(
      'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  }
  return resolveSelections(call, flags.words);
}

type Attempt = { readonly call: Invocation; readonly saidEvents: boolean | undefined; readonly first: Missing };

/** What only a prefix led to is shown without events. */
async function describeByPrefix(query: Query, { call, saidEvents = false, first }: Attempt): Promise<number> {
  const alike = await subjectsByPrefix(query, call);
  if (alike.length === 0) {
    throw first.failure;
  }
  const viewing = { call, chunkSize: query.chunkSize, showEvents: saidEvents };
  const { texts, failures }: Descriptions = await describeAll(alike, viewing);
  call.out(texts.map((text) => `${text}\n`).join(""));
  return ended(failures.slice(0, 1));
}

function ended(failures: readonly CommandFailure[]): number {
  if (failures.length === 0) {
    return 0;
  }
  throw new CommandFailure(failures.map(({ message }) => message).join("\n"));
}

const truths: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(["1", "t", "T", "true", "TRUE", "True"].map((word) => [word, true])),
  ...Object.fromEntries(["0", "f", "F", "false", "FALSE", "False"].map((word) => [word, false])),
};

function eventsFlag(flags: Flags): boolean | undefined {
  const said = flags.get("show-events");
  if (said === undefined) {
    return undefined;
  }
  if (!Object.hasOwn(truths, said)) {
    throw invalidFlag("--show-events", said, "Bool");
  }
  return truths[said];
}

function chunkSizeFlag(flags: Flags): number {
  const said = flags.get("chunk-size");
  if (said === undefined) {
    return DEFAULT_CHUNK_SIZE;
  }
  if (!/^[+-]?\d+$/.test(said)) {
    throw invalidFlag("--chunk-size", said, "Int");
  }
  return Math.max(0, Number(said));
}

function invalidFlag(flag: string, said: string, type: string): CommandFailure {
  const value = JSON.stringify(said);
  return new CommandFailure(
    `error: invalid argument ${value} for "${flag}" flag: strconv.Parse${type}: parsing ${value}: invalid syntax\n${USAGE}`,
  );
}
