import "server-only";
import { changeFlags, changePrinter, changeQuery, type DryRun, dryRunOf, type Printer, riskUnder } from "./changes";
import { CommandFailure, problemsFailure, throwAll } from "./failure";
import { type Flags, type FlagTable, parseFlags } from "./flags";
import type { Invocation } from "./invocation";
import type { KubeObject } from "./objects";
import { type Pairs, resourcesAndPairs } from "./pairs";
import { CHANGE_CAUSE, changeCause, recordFlag, withCause } from "./record";
import { resourcePath } from "./resources";
import { keeping, selectionFlags, targetsOf } from "./selection";
import type { Target } from "./target";

/** What label and annotate do differently. */
export type MetadataVerb = {
  readonly name: "label" | "annotate";
  readonly key: "labels" | "annotations";
  parse(words: readonly string[]): Pairs;
  /** What is said of keys that have a value and may not be overwritten. */
  overwriteProblems(taken: readonly (readonly [string, string])[]): readonly string[];
  operation(before: string, after: string, isOverwriting: boolean): string;
  /** What is said of a key to remove that is not there. */
  missing(key: string): string;
};

const flagTable: FlagTable = {
  ...selectionFlags,
  ...changeFlags,
  ...recordFlag,
  overwrite: { kind: "switch" },
  list: { kind: "switch" },
  local: { kind: "switch" },
  "resource-version": { kind: "value" },
};

type Change = {
  readonly verb: MetadataVerb;
  readonly flags: Flags;
  readonly pairs: Pairs;
  readonly dryRun: DryRun;
  readonly cause: string | null;
  readonly print: Printer;
};

/** Changes or lists the labels or annotations of the chosen objects. */
export async function changeMetadata(argv: readonly string[], call: Invocation, verb: MetadataVerb): Promise<number> {
  const flags = parseFlags(argv, flagTable, verb.name);
  const dryRun = dryRunOf(flags);
  const what = verb.name === "label" ? "label" : "annotation";
  const { resources, pairs: words } = resourcesAndPairs(flags.words, what);
  const pairs = verb.parse(words);
  const isOwn = verb.key === "annotations" && pairs.set.has(CHANGE_CAUSE);
  const cause = isOwn || dryRun === "client" ? null : changeCause(call, flagTable);
  validate({ flags, pairs, resources }, what);
  const change = {
    verb,
    flags,
    pairs,
    dryRun,
    cause,
    print: changePrinter(call, flags, { dryRun, restartsSeparators: verb.name === "label" }),
  };
  const failures: CommandFailure[] = [];
  const isSingle = flags.all("filename").length === 0 && isOneObject(resources);
  for await (const target of targetsOf(call, { flags, words: resources }, failures)) {
    await keeping(failures, () =>
      flags.has("list") ? list(call, target, { change, isSingle }) : changeOne(call, target, change),
    );
  }
  throwAll(failures);
  return 0;
}

function isOneObject(words: readonly string[]): boolean {
  const [first = "", ...names] = words;
  return first.includes("/") ? words.length === 1 : !first.includes(",") && names.length === 1;
}

function validate(
  { flags, pairs, resources }: { readonly flags: Flags; readonly pairs: Pairs; readonly resources: readonly string[] },
  what: string,
): void {
  const problems = [
    flags.has("list") && (flags.get("output") ?? "") !== "" && "--list and --output may not be specified together",
    flags.has("all") && (flags.get("selector") ?? "") !== "" && "cannot set --all and --selector at the same time",
    flags.has("all") &&
      (flags.get("field-selector") ?? "") !== "" &&
      "cannot set --all and --field-selector at the same time",
    flags.has("local") && "--local reads files, which a run does not have: leave it out, or use --dry-run=client",
    resources.length === 0 &&
      flags.all("filename").length === 0 &&
      "one or more resources must be specified as <resource> <name> or <resource>/<name>",
    pairs.set.size === 0 &&
      pairs.remove.length === 0 &&
      !flags.has("list") &&
      `at least one ${what} update is required`,
  ];
  const problem = problems.find((text) => text !== false);
  if (problem) {
    throw new CommandFailure(`error: ${problem}`);
  }
}

async function list(
  call: Invocation,
  target: Target,
  { change, isSingle }: { readonly change: Change; readonly isSingle: boolean },
): Promise<void> {
  const { type, name, object } = target;
  const { verb } = change;
  const values = changed(object, change)?.metadata[verb.key] ?? {};
  if (!isSingle) {
    call.out(`Listing ${verb.key} for ${type.kind}.${type.group}/${name}:\n`);
  }
  for (const [key, value] of Object.entries(values)) {
    call.out(`${isSingle ? "" : " "}${key}=${value}\n`);
  }
}

async function changeOne(call: Invocation, target: Target, change: Change): Promise<void> {
  const { type, name, namespace, object } = target;
  const { verb, flags, pairs, dryRun, print } = change;
  const present = object?.metadata[verb.key] ?? {};
  for (const key of dryRun === "client" ? [] : pairs.remove) {
    call.out(Object.hasOwn(present, key) ? "" : verb.missing(key));
  }
  const after = changed(object, change);
  const operation = verb.operation(JSON.stringify(object), JSON.stringify(after), flags.has("overwrite"));
  if (dryRun === "client") {
    print(target, after, operation);
    return;
  }
  call.check({ namespace, risk: riskUnder(dryRun, "change"), description: `${verb.name} ${type.plural}/${name}` });
  const reply = await call.ask({
    method: "PATCH",
    path: resourcePath(type, namespace, name) + changeQuery(flags, `kubectl-${verb.name}`, dryRun),
    body: patchOf(object, change),
    contentType: "application/merge-patch+json",
  });
  print(target, verb.name === "label" ? after : reply.body, operation);
}

/** What differs from the object; the cause of the change too. */
function patchOf(object: KubeObject | null, { verb, flags, pairs, cause }: Change): unknown {
  const present = object?.metadata[verb.key] ?? {};
  const removed = pairs.remove.filter((key) => Object.hasOwn(present, key)).map((key) => [key, null]);
  const written = [...pairs.set].filter(([key, value]) => present[key] !== value);
  const values = Object.fromEntries([...written, ...removed]);
  const version = flags.get("resource-version");
  const metadata = {
    ...(Object.keys(values).length > 0 && { [verb.key]: values }),
    ...(version !== undefined && { resourceVersion: version }),
  };
  const patch = Object.keys(metadata).length > 0 ? { metadata } : {};
  return object?.metadata.annotations?.[CHANGE_CAUSE] === cause ? patch : withCause(patch, cause);
}

/** The object with its new labels or annotations. Throws when a key has a value that may not be overwritten. */
function changed(object: KubeObject | null, { verb, flags, pairs, cause }: Change): KubeObject | null {
  if (!object) {
    return null;
  }
  const values = { ...object.metadata[verb.key] };
  const taken = [...pairs.set.keys()].flatMap((key) => {
    const value = values[key];
    return value === undefined || value === pairs.set.get(key) ? [] : [[key, value] as const];
  });
  const problems = flags.has("overwrite") ? [] : verb.overwriteProblems(taken);
  if (problems.length > 0) {
    throw problemsFailure(problems);
  }
  for (const [key, value] of pairs.set) {
    values[key] = value;
  }
  for (const key of pairs.remove) {
    delete values[key];
  }
  const wasThere = object.metadata[verb.key] !== undefined;
  const isThere = wasThere || Object.keys(values).length > 0;
  return withCause(isThere ? { ...object, metadata: { ...object.metadata, [verb.key]: values } } : object, cause);
}
