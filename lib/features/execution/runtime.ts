import "server-only";
import { createHash } from "node:crypto";
import path from "node:path";
import { Readable } from "node:stream";
import { json, text } from "node:stream/consumers";
import { z } from "zod";
import { type ArtifactStore, openArtifacts } from "@/lib/adapters/artifacts/artifacts";
import { getConfig } from "@/lib/adapters/config/config";
import type { Database, Scope } from "@/lib/adapters/database/transaction";
import { listNamespaceChoices, listNodeChoices, listPodChoices } from "@/lib/adapters/kubernetes/choices";
import type { PodTarget } from "@/lib/adapters/kubernetes/pod-commands";
import { listWorkloads, readWorkload } from "@/lib/adapters/kubernetes/workload";
import { createSandbox, type Sandbox } from "@/lib/adapters/sandbox/sandbox";
import { AppError } from "@/lib/core/kernel/app-error";
import { canonicalJson } from "@/lib/core/kernel/canonical-json";
import { KeptPieces, keptText } from "@/lib/core/output/kept-output";
import type { Operation, ParameterUse, Runbook } from "@/lib/core/runbook/runbook";
import { findOperation } from "@/lib/core/runbook/walk";
import { throughLogins } from "@/lib/core/shell/logins";
import { type ChoiceSources, choicesOf } from "@/lib/core/shell/parameters/parameter-choices";
import { renderScript } from "@/lib/core/shell/parameters/render-script";
import { singleQuoted } from "@/lib/core/shell/parameters/single-quoted";
import { validateParameter } from "@/lib/core/shell/parameters/validate-parameter";
import { riskOf } from "@/lib/core/shell/risk/risk-of";
import { clusterNamed } from "@/lib/features/cluster/runtime";
import { findReview, readRunbook } from "@/lib/features/runbook/data";
import { runbookPolicy } from "@/lib/features/runbook/runtime";
import { readPieces } from "@/lib/features/timeline/data";
import { findRun, readIncidentForRun, readParameters, readVariables } from "./data";
import type { PlannedRun } from "./mutations/start-run";
import type { ParameterChoices, StartRunInput } from "./schema";

declare global {
  var headroomSandbox: Sandbox | undefined;
}

/** The pool of sandbox children, one for the process. */
export function sandbox(): Sandbox {
  globalThis.headroomSandbox ??= createSandbox({
    childPath: path.resolve(/* turbopackIgnore: true */ "dist/sandbox-child.mjs"),
  });
  return globalThis.headroomSandbox;
}

const MAX_ARTIFACT_BYTES = 256 * 1024 * 1024;

/** Outputs, evidence and artifacts as content-addressed files in the data folder. */
export function artifacts(): ArtifactStore {
  return openArtifacts(path.join(getConfig().dataFolder, "artifacts"), MAX_ARTIFACT_BYTES);
}

/**
 * Everything about a run but its execution: the operation of the pinned revision, its parameters as quoted words, the
 * frozen variables, the risk. Throws AppError with the sentence for the person who clicked.
 */
export async function planRun(scope: Scope, input: StartRunInput): Promise<PlannedRun> {
  const { incidentId, operationId, runId } = input;
  const incident = await readIncidentForRun(scope.database, scope.actor, incidentId);
  if (incident.revisionHash === null) {
    throw new AppError("conflict", "Choose a runbook for this incident first.");
  }
  await refuseUnreviewed(scope.database, incident.runbookSlug ?? "", incident.revisionHash);
  const runbook = await readRunbook(scope.database, incident.revisionHash);
  const found = findOperation(runbook, operationId);
  if (!found) {
    throw new AppError("not-found", "The pinned runbook has no such operation.");
  }
  const { operation, step } = found;
  refuseByHand(operation, incident.cluster);
  const stored = await readParameters(scope.database, incidentId);
  const variables = await readVariables(scope.database, incidentId);
  const written = scriptOf(operation, runbook, { ...stored, ...input.parameters });
  const login = loginOf(operation, { ...stored, ...input.parameters });
  const script = operation.language === "shell" ? throughLogins(written, login, variables) : written;
  const risk = riskOf(script, getConfig().readList).risk;
  if (risk === "destructive" && input.confirmation !== incident.workload) {
    throw new AppError("invalid-input", `This is destructive: type ${incident.workload} to confirm it.`);
  }
  const { cluster, namespace } = incident;
  const variablesHash = createHash("sha256")
    .update(canonicalJson({ script, variables, cluster, namespace }))
    .digest("hex");
  return {
    runId,
    incidentId,
    stepId: step.id,
    operationId,
    label: operation.label,
    script,
    risk,
    cluster,
    namespace,
    variables,
    variablesHash,
    podTarget: podTargetOf(incident, runbook, { ...stored, ...input.parameters }),
  };
}

function refuseByHand({ mode }: Operation, cluster: string): void {
  const because = mode.because ?? mode.value;
  if (mode.value === "by-hand") {
    throw new AppError("invalid-input", `This cannot be run from here: ${because}.`);
  }
  if (mode.value === "toolbox" && clusterNamed(cluster).toolbox === null) {
    throw new AppError(
      "invalid-input",
      `This cannot be run from here: ${because}. Add \`toolbox\` to cluster ${cluster} in the configuration, or run it by hand.`,
    );
  }
}

async function refuseUnreviewed(database: Database, slug: string, hash: string): Promise<void> {
  if (runbookPolicy().requireReviewed && (await findReview(database, { slug, hash })) === null) {
    throw new AppError(
      "conflict",
      "Nobody has reviewed this revision of the runbook: it can be read, not run. Ask a second person to review it in the library.",
    );
  }
}

type Target = { readonly workload: string; readonly workloadKind: string };

/** The pod and the container that the incident's parameters name, else the workload's first ready pod. */
function podTargetOf(
  { workload, workloadKind }: Target,
  { parameters }: Runbook,
  values: Readonly<Record<string, string>>,
): PodTarget | null {
  const chosen = (kind: string) => {
    const parameter = parameters.find((candidate) => candidate.kind.value === kind && values[candidate.name]);
    return parameter === undefined ? null : (values[parameter.name] ?? null);
  };
  const pod = chosen("pod");
  const container = chosen("container");
  if (pod !== null) {
    return { ref: `pod/${pod}`, container };
  }
  return workload === ""
    ? null
    : { ref: `${workloadKind === "" ? "deployment" : workloadKind}/${workload}`, container };
}

/** The script of an operation with its parameters filled in, exactly as it will run. */
function scriptOf(operation: Operation, runbook: Runbook, values: Readonly<Record<string, string>>): string {
  for (const { name } of operation.parameters) {
    refuseMisfit(runbook, name, values[name]);
  }
  const text = filledIn(operation.script, operation.parameters, values);
  return operation.language === "promql" ? `promql ${singleQuoted(text)}` : text;
}

/** The ssh command whose host the operation runs on; null when it runs from here. */
function loginOf({ login }: Operation, values: Readonly<Record<string, string>>): string | null {
  return login === undefined ? null : filledIn(login.value, login.parameters, values);
}

/** A text with its parameters filled in; throws AppError with what is missing. */
export function filledIn(
  script: string,
  uses: readonly ParameterUse[],
  values: Readonly<Record<string, string>>,
): string {
  const filled = renderScript({ script, uses, values });
  if (!filled.ok) {
    throw new AppError("invalid-input", filled.error.map(({ message }) => message).join(" "));
  }
  return filled.value;
}

function refuseMisfit(runbook: Runbook, name: string, value: string | undefined): void {
  if (value === undefined || value === "") {
    throw new AppError("invalid-input", `Fill in ${name} first.`);
  }
  const kind = runbook.parameters.find((parameter) => parameter.name === name)?.kind.value ?? "free";
  const problem = validateParameter(kind, value);
  if (problem !== null) {
    throw new AppError("invalid-input", `${name}: ${problem}`);
  }
}

/**
 * The output of a run as `keptText`: what is kept so far while it runs, the file it became afterwards as it is. Of 300,000
 * lines, each time that they are read and written anew is a quarter of a second.
 */
export async function openRunOutput(scope: Scope, runId: string): Promise<Readable> {
  const run = await findRun(scope.database, scope.actor, runId);
  return run.outputHash === null
    ? Readable.from([Buffer.from(keptText(await readPieces(scope.database, runId, 0)))])
    : openKeptFile(run.outputHash);
}

const formerPieces = z.array(z.object({ seq: z.number(), stream: z.enum(["stdout", "stderr"]), text: z.string() }));

/** A kept file; one from the time when output was kept as JSON is written anew. */
async function openKeptFile(hash: string): Promise<Readable> {
  const begin = await text(await artifacts().get(hash, { start: 0, end: 0 }));
  const file = await artifacts().get(hash);
  return begin === "[" ? Readable.from([Buffer.from(keptText(formerPieces.parse(await json(file))))]) : file;
}

/** The output of a run as a terminal would have it. */
export async function runOutputText(scope: Scope, runId: string): Promise<string> {
  const pieces = new KeptPieces().take(await text(await openRunOutput(scope, runId)));
  return pieces.map((piece) => piece.text).join("");
}

const CHOICES_MS = 4_000;

type Place = {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly revisionHash: string | null;
};

/** What the cluster offers for the parameters of an operation: the workload's own pods first. */
export async function parameterChoices(
  database: Database,
  place: Place,
  operationId: string,
): Promise<ParameterChoices> {
  const runbook = place.revisionHash === null ? null : await readRunbook(database, place.revisionHash);
  const found = runbook ? findOperation(runbook, operationId) : null;
  if (!runbook || !found || found.operation.parameters.length === 0) {
    return {};
  }
  const kindOf = (name: string) =>
    runbook.parameters.find((parameter) => parameter.name === name)?.kind.value ?? "free";
  const names = found.operation.parameters.map(({ name }) => name);
  const sources = await choiceSources(place, new Set(names.map(kindOf)));
  return Object.fromEntries(names.map((name) => [name, choicesOf(kindOf(name), sources)]));
}

/** Asks the cluster for what these kinds need, and for nothing else. */
async function choiceSources(place: Place, kinds: ReadonlySet<string>): Promise<ChoiceSources> {
  const { namespace, workload } = place;
  const cluster = clusterNamed(place.cluster);
  const signal = AbortSignal.timeout(CHOICES_MS);
  const ask = <Answer>(kind: readonly string[], question: () => Promise<Answer>, none: Answer) =>
    kind.some((each) => kinds.has(each)) ? question() : none;
  const ofPods = ["pod", "container", "image"];
  const [own, pods, workloads, nodes, namespaces] = await Promise.all([
    ask(ofPods, () => readWorkload(cluster.connection(), { namespace, name: workload }, signal), null),
    ask(ofPods, () => listPodChoices(cluster.connection(), namespace, signal), []),
    ask(["deployment"], () => listWorkloads(cluster.connection(), namespace, signal), []),
    ask(["node"], () => listNodeChoices(cluster.connection(), signal), []),
    ask(["namespace"], () => listNamespaceChoices(cluster.connection(), signal), []),
  ]);
  const { hosts } = getConfig();
  return {
    ...{ namespace, workload, pods, workloads, nodes, namespaces },
    own: new Set(own?.pods.map(({ name }) => name)),
    hosts: Object.keys(hosts),
    now: new Date(),
  };
}
