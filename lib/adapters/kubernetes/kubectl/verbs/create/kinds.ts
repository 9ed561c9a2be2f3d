import "server-only";
import { changeFlags, changePrinter, changeQuery, type DryRun, dryRunOf, riskUnder } from "../../changes";
import { CommandFailure, plainMessage } from "../../failure";
import { type Flags, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { withLastApplied } from "../../last-applied";
import { givenPlace } from "../../manifests";
import { kubeObject } from "../../objects";
import { type ResourceType, typeOfKind } from "../../resources";
import type { Target } from "../../target";
import { configMap, secret } from "./data";
import { ingress } from "./ingress";
import type { CreateKind, Made } from "./kind";
import { disruptionBudget, priorityClass, quota } from "./policies";
import { post } from "./post";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "./roles";
import { registrySecret, tlsSecret } from "./secrets";
import { services } from "./services";
import { cronJob, deployment, job } from "./workloads";

const namespace: CreateKind = {
  name: "namespace",
  flags: {},
  isClusterWide: true,
  make: () => ({ apiVersion: "v1", kind: "Namespace", spec: {}, status: {} }),
};
const serviceAccount: CreateKind = {
  name: "serviceaccount",
  flags: {},
  saysFailed: "failed to create serviceaccount:",
  make: () => ({ apiVersion: "v1", kind: "ServiceAccount" }),
};

const kinds: ReadonlyMap<string, CreateKind> = new Map<string, CreateKind>([
  ["namespace", namespace],
  ["ns", namespace],
  ["serviceaccount", serviceAccount],
  ["sa", serviceAccount],
  ["configmap", configMap],
  ["cm", configMap],
  ["secret generic", secret],
  ["deployment", deployment],
  ["deploy", deployment],
  ["job", job],
  ["cronjob", cronJob],
  ["cj", cronJob],
  ["secret tls", tlsSecret],
  ["secret docker-registry", registrySecret],
  ["role", role],
  ["clusterrole", clusterRole],
  ["rolebinding", roleBinding],
  ["clusterrolebinding", clusterRoleBinding],
  ["quota", quota],
  ["resourcequota", quota],
  ["poddisruptionbudget", disruptionBudget],
  ["pdb", disruptionBudget],
  ["priorityclass", priorityClass],
  ["pc", priorityClass],
  ["ingress", ingress],
  ["ing", ingress],
  ...[...services].flatMap(([word, kind]) => [[`service ${word}`, kind] as const, [`svc ${word}`, kind] as const]),
]);
/** kubectl create with a kind's short form. */
export async function createKind(word: string, argv: readonly string[], call: Invocation): Promise<number> {
  const [second = "", ...rest] = argv;
  const pair = kinds.get(`${word} ${second}`);
  const kind = pair ?? kinds.get(word);
  if (!kind) {
    throw noKind(word, argv);
  }
  const flags = parseFlags(
    pair ? rest : argv,
    { ...changeFlags, ...kind.flags, validate: { kind: "tristate" }, "save-config": { kind: "switch" } },
    `create ${kind.name}`,
  );
  return make(call, kind, flags);
}

function noKind(word: string, argv: readonly string[]): CommandFailure {
  const usage = (command: string) => `See 'kubectl ${command} -h' for help and examples`;
  const [second = ""] = argv;
  const group = { secret: "secret", service: "service", svc: "service" }[word];
  return new CommandFailure(
    group !== undefined && second !== ""
      ? `error: unknown command ${JSON.stringify(second)}\n${usage(`create ${group}`)}`
      : `error: Unexpected args: [${[word, ...argv.filter((other) => !other.startsWith("-"))].join(" ")}]\n${usage("create")}`,
  );
}

async function make(call: Invocation, kind: CreateKind, flags: Flags): Promise<number> {
  const missing = (kind.required ?? []).filter((flag) => flags.get(flag) === undefined);
  if (missing.length > 0) {
    throw new CommandFailure(`error: required flag(s) ${missing.map((flag) => `"${flag}"`).join(", ")} not set`);
  }
  const [name, ...more] = flags.words;
  if (name === undefined || (more.length > 0 && !kind.takesCommand)) {
    throw new CommandFailure(
      `error: exactly one NAME is required, got ${flags.words.length}\nSee 'kubectl create ${kind.name} -h' for help and examples`,
    );
  }
  const dryRun = dryRunOf(flags);
  const { apiVersion, kind: kindName, ...rest } = await kind.make(flags, name, call);
  const { metadata, ...body } = { metadata: {}, ...rest };
  const place = kind.isClusterWide ? {} : givenPlace(call);
  const plain = kubeObject.parse({
    apiVersion,
    kind: kindName,
    metadata: Object.assign({}, metadata, { name, ...place }),
    ...body,
  });
  const object = flags.has("save-config") ? withLastApplied(plain) : plain;
  const type = await typeFor(call, { apiVersion, kind: kindName, saysFailed: kind.saysFailed }, dryRun);
  const target = { type, namespace: kind.isClusterWide ? null : call.namespace, name, object, source: "" };
  const print = changePrinter(call, flags, { dryRun, isTyped: true });
  const options = { query: changeQuery(flags, "kubectl-create", dryRun), risk: riskUnder(dryRun, "change") };
  print(target, dryRun === "client" ? object : await posted(call, { kind, target, options }), "created");
  return 0;
}

/** What is only printed need not be known to the server. */
async function typeFor(
  call: Invocation,
  made: Pick<Made, "apiVersion" | "kind"> & { readonly saysFailed: string | undefined },
  dryRun: DryRun,
): Promise<ResourceType> {
  const { apiVersion, kind } = made;
  const known = await typeOfKind(call, made);
  if (!known && dryRun !== "client") {
    throw new CommandFailure(
      `error: ${made.saysFailed ?? `failed to create ${kind.toLowerCase()}:`} the server could not find the requested resource`,
    );
  }
  const [group = "", version = ""] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const word = kind.toLowerCase();
  const names = { plural: `${word}s`, singular: word, kind, group, version, shortNames: [], categories: [], verbs: [] };
  return known ?? { ...names, isNamespaced: true, isPreferred: true };
}

type Posting = { readonly kind: CreateKind; readonly target: Target; readonly options: Parameters<typeof post>[2] };

async function posted(call: Invocation, { kind, target, options }: Posting): Promise<unknown> {
  try {
    return await post(call, target, options);
  } catch (error) {
    if (kind.saysFailed === undefined || !(error instanceof CommandFailure) || error.refusal === null) {
      throw error;
    }
    throw new CommandFailure(`error: ${kind.saysFailed} ${plainMessage(error)}`);
  }
}
