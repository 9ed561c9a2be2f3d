import { analyseScript } from "../script/analyse-script";
import { type KubectlWords, kubectlWords } from "../script/kubectl-words";

/** What a script names of Kubernetes: where it acts, and on what. */
export type ScriptTargets = {
  /** Named with `-n`, in order, each once. */
  readonly namespaces: readonly string[];
  /** A command without `-n` acts in the default namespace, that of the incident. */
  readonly usesDefaultNamespace: boolean;
  readonly usesAllNamespaces: boolean;
  /** "deployment/sie-api", "pod/web-1": in order, each once. */
  readonly objects: readonly string[];
};

/** The namespaces and objects that a script's kubectl commands name in plain words. */
export function targetsOf(script: string): ScriptTargets {
  const calls = analyseScript(script).commands.flatMap(({ name, words }) =>
    name === "kubectl" || name === "oc" ? [kubectlWords(words)] : [],
  );
  const named = calls.flatMap(({ namespace }) => namespace ?? []);
  return {
    namespaces: unique(calls.some(readsManifests) ? [...named, ...manifestNamespaces(script)] : named),
    usesDefaultNamespace: calls.some(({ namespace, isAllNamespaces }) => namespace === null && !isAllNamespaces),
    usesAllNamespaces: calls.some(({ isAllNamespaces }) => isAllNamespaces),
    objects: unique(calls.flatMap(objectsOf)),
  };
}

const manifestVerbs = /^(apply|create|replace|delete|patch|label|annotate|scale|diff|set \w+|rollout \w+|wait)$/;

/** Whether the command takes objects from a pipe or a here-document, whose text stands in the script as a rule. */
function readsManifests({ verb, hasStdinManifest }: KubectlWords): boolean {
  return manifestVerbs.test(verb) && hasStdinManifest;
}

/** `namespace: x` of YAML and `"namespace": "x"` of JSON, wherever the script spells them out. */
function manifestNamespaces(script: string): readonly string[] {
  const found = script.matchAll(
    /^[ \t]*namespace:[ \t]*["']?([a-z0-9][a-z0-9-]*)["']?[ \t]*(?:#.*)?$|"namespace"\s*:\s*"([a-z0-9-]+)"/gm,
  );
  return [...found].flatMap(([, yaml, json]) => yaml ?? json ?? []);
}

/** The namespaces a script names with `-n`, in order, each once. None means: wherever the caller's default is. */
export function namespacesOf(script: string): readonly string[] {
  return targetsOf(script).namespaces;
}

const kinds: Readonly<Record<string, string>> = {
  po: "pod",
  pods: "pod",
  pod: "pod",
  deploy: "deployment",
  deployments: "deployment",
  deployment: "deployment",
  sts: "statefulset",
  statefulsets: "statefulset",
  statefulset: "statefulset",
  ds: "daemonset",
  daemonsets: "daemonset",
  daemonset: "daemonset",
  no: "node",
  nodes: "node",
  node: "node",
  svc: "service",
  services: "service",
  service: "service",
  hpa: "horizontalpodautoscaler",
};

/** `deploy/web` and `deployment web`; for logs and exec a bare name is a pod. */
function objectsOf({ verb, operands }: KubectlWords): readonly string[] {
  const [first = null, second = null] = operands;
  if (verb === "logs" || verb === "exec") {
    return first === null ? [] : [objectOf(first, "pod")];
  }
  if (verb === "cordon" || verb === "uncordon" || verb === "drain") {
    return operands.flatMap((word) => (word === null ? [] : [objectOf(word, "node")]));
  }
  const slashed = operands.flatMap((word) => (word?.includes("/") ? [objectOf(word, "")] : []));
  const kind = first === null ? undefined : kinds[first];
  const names = operands.slice(1).filter((word) => word !== null && !/[/=:]|-$/.test(word));
  return kind !== undefined && second !== null && names.length > 0 ? names.map((name) => `${kind}/${name}`) : slashed;
}

function objectOf(word: string, defaultKind: string): string {
  const [head = "", name] = word.split("/");
  return name === undefined ? `${defaultKind}/${head}` : `${kinds[head] ?? head}/${name}`;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
