import { setTimeout as pause } from "node:timers/promises";
import type { ClusterConnection } from "../../connection";
import type { ChangeCase } from "./case";
import { type Comparison, comparisonOf, normalisedOutcome, type Pair } from "./compare";
import { fixtures } from "./fixtures";
import { create } from "./manifest";
import { normalised } from "./normalise";
import type { Program } from "./programs";
import { wordsOf } from "./words";

export type Twins = {
  readonly connection: ClusterConnection;
  readonly namespaces: { readonly real: string; readonly ours: string };
};

/**
 * Runs a change once by each program, on twins of one object in two namespaces: what they print, and what the cluster
 * holds then.
 */
export async function compareChange(
  pair: Pair,
  change: ChangeCase,
  twins: Twins & { readonly name: string },
): Promise<Comparison> {
  const run = (who: "real" | "ours") => runTwin(pair, change, { ...twins, who, namespace: twins.namespaces[who] });
  const [real, ours] = await Promise.all([run("real"), run("ours")]);
  return comparisonOf({ real, ours }, change.differs);
}

type Side = {
  readonly connection: ClusterConnection;
  readonly who: "real" | "ours";
  readonly name: string;
  readonly namespace: string;
};

async function runTwin(pair: Pair, change: ChangeCase, { connection, who, name, namespace }: Side) {
  const names = { NAME: name, NS: namespace };
  await prepare(pair, change, { connection, name, namespace });
  const stdin = change.stdin?.replaceAll("$NAME", name).replaceAll("$NS", namespace);
  const outcome = await pair[who]({ argv: wordsOf(change.line, names), ...(stdin !== undefined && { stdin }) });
  const plain = (text: string) => text.replaceAll(namespace, "NAMESPACE");
  const found = change.result === undefined ? null : await settled(pair.ours, wordsOf(change.result, names), namespace);
  const object: unknown = JSON.parse(normalised(plain(JSON.stringify(found)), ["timestamps", "uids", "tokenNames"]));
  const { stdout, stderr, exitCode } = normalisedOutcome(outcome, change);
  return { stdout: plain(stdout), stderr: plain(stderr), exitCode, object };
}

async function prepare(pair: Pair, change: ChangeCase, { connection, name, namespace }: Omit<Side, "who">) {
  const fixture = fixtures[change.fixture];
  if (!fixture) {
    throw new Error(`there is no fixture "${change.fixture}"`);
  }
  const manifests = fixture(name, namespace);
  const settle = async () => {
    for (const { kind, metadata } of manifests) {
      await settled(pair.ours, [kind, metadata.name], namespace);
    }
  };
  await create(connection, manifests, namespace);
  // A controller that first sees an object after its next change never made a revision of the one before.
  await settle();
  for (const line of change.before ?? []) {
    // By ours, which a case of its own compares for each of these: a process takes a hundred times as long.
    const { exitCode, stderr } = await pair.ours({ argv: wordsOf(line, { NAME: name, NS: namespace }) });
    if (exitCode !== 0) {
      throw new Error(`kubectl ${line}: ${stderr}`);
    }
  }
  await settle();
}

const SETTLED_TIMEOUT_MS = 20_000;

/**
 * An object without what the server makes up, once its controller has seen its last change; "gone" when there is none.
 * Both twins are read by ours, which the cases of `get` compare with the real one.
 */
async function settled(program: Program, words: readonly string[], namespace: string): Promise<unknown> {
  const argv = ["get", ...words, "-n", namespace, "-o", "json", "--show-managed-fields"];
  const deadline = Date.now() + SETTLED_TIMEOUT_MS;
  for (;;) {
    const { stdout, stderr, exitCode } = await program({ argv });
    if (exitCode !== 0) {
      return stderr.includes("(NotFound)") ? "gone" : stderr;
    }
    const object: Found = JSON.parse(stdout);
    if (isObserved(object) || Date.now() > deadline) {
      return withoutServersParts(object);
    }
    await pause(50);
  }
}

type Found = {
  readonly metadata: Readonly<Record<string, unknown>> & {
    readonly managedFields?: readonly Readonly<Record<string, unknown>>[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: { readonly observedGeneration?: number };
};

/** What has a template has a controller that looks after it. */
function isObserved({ metadata, spec, status }: Found): boolean {
  return spec?.["template"] === undefined || status?.observedGeneration === metadata["generation"];
}

function withoutServersParts({ metadata, spec, status: _status, ...rest }: Found) {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, managedFields, ...kept } = metadata;
  // A scheduler comes when it comes.
  const { nodeName: _node, ...own } = spec ?? {};
  return {
    ...rest,
    ...(spec && { spec: own }),
    metadata: {
      ...kept,
      // Who wrote what, but for the controllers, which come when they come.
      managedFields: (managedFields ?? [])
        .filter(({ manager }) => !/^kube(?:let$|-)/.test(String(manager)))
        .map(({ time: _time, ...entry }) => entry)
        .sort((a, b) => (String(a["manager"]) < String(b["manager"]) ? -1 : 1)),
    },
  };
}
