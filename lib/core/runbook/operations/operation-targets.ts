import { scriptHere } from "@/lib/core/shell/logins";
import { dockerWords } from "@/lib/core/shell/script/docker-words";
import { type KnownCommand, knownCommands } from "@/lib/core/shell/script/known-commands";
import { kubectlWords } from "@/lib/core/shell/script/kubectl-words";
import { sshWords } from "@/lib/core/shell/script/ssh-words";
import { podPrograms } from "@/lib/core/shell/targets/pod-programs";
import { targetsOf } from "@/lib/core/shell/targets/targets";
import type { Login, Operation } from "../runbook";
import type { Sourced } from "../source";

export const targetKinds = ["cluster", "namespace", "host", "object", "container", "endpoint"] as const;
export type TargetKind = (typeof targetKinds)[number];

/** Where an operation acts, or on what: as written, or what stands in where nothing is written. */
export type OperationTarget = Sourced<TargetKind> & {
  /** "namespace shop", "the incident's cluster" */ readonly text: string;
};

type Written = Pick<Operation, "language" | "script" | "parameters" | "login">;

/** What an operation's commands act on, each once, in the order of the kinds. Open parameters stand as they are written. */
export function operationTargets(operation: Written): readonly OperationTarget[] {
  const { language, script, parameters, login } = operation;
  if (language === "promql") {
    return [inferred("endpoint", "the cluster's Prometheus", "PromQL is asked there")];
  }
  if (login !== undefined) {
    return [hostOf(login)];
  }
  const { masked: whole, unmask } = withTokens(script, parameters);
  const masked = scriptHere(whole);
  const commands = knownCommands(masked);
  const found = [
    ...kubernetesTargets(masked, commands),
    ...commands.flatMap((command) => targetsOfProgram(command, masked)),
  ];
  const unique = new Map(found.map((target) => [target.text, target]));
  return targetKinds.flatMap((kind) =>
    [...unique.values()].filter((target) => target.value === kind).map((one) => ({ ...one, text: unmask(one.text) })),
  );
}

/** Each open parameter as a word of its own, which can be found again in what was read from the script. */
function withTokens(
  script: string,
  parameters: Operation["parameters"],
): { readonly masked: string; unmask(text: string): string } {
  const written: string[] = [];
  let masked = "";
  let from = 0;
  const spans = parameters.flatMap((parameter) => parameter.spans).toSorted((a, b) => a.start - b.start);
  for (const { start, end } of spans) {
    masked += `${script.slice(from, start)}openword${written.length}x`;
    written.push(script.slice(start, end));
    from = end;
  }
  return {
    masked: masked + script.slice(from),
    unmask: (text) => text.replace(/openword(\d+)x/g, (_, at: string) => written[Number(at)] ?? ""),
  };
}

function written(value: TargetKind, name: string): OperationTarget {
  const text = value === "object" || value === "endpoint" ? name : `${value} ${name}`;
  return { value, text, from: "written" };
}

function inferred(value: TargetKind, text: string, because: string): OperationTarget {
  return { value, text, from: "inferred", because };
}

function hostOf({ value, from, because }: Login): OperationTarget {
  const { host } = sshWords(value.split(/\s+/).slice(1));
  return { value: "host", text: `host ${host ?? value}`, from, ...(because !== undefined && { because }) };
}

function isKubectl({ name }: KnownCommand): boolean {
  return name === "kubectl" || name === "oc";
}

/** Verbs that ask the cluster as a whole. */
const wholeCluster =
  /^(?:cluster-info|version|api-resources|api-versions|config .*|top node|top nodes|cordon|uncordon|drain|taint|auth .*)$/;

function kubernetesTargets(masked: string, commands: readonly KnownCommand[]): readonly OperationTarget[] {
  const calls = commands.filter(isKubectl);
  if (calls.length === 0) {
    return [];
  }
  const { namespaces, usesDefaultNamespace, usesAllNamespaces, objects } = targetsOf(masked);
  const isNamespaced = calls.some(({ words }) => !wholeCluster.test(kubectlWords(words).verb));
  return [
    ...calls.map(clusterOf),
    ...namespaces.map((name) => written("namespace", name)),
    ...(usesAllNamespaces ? [{ value: "namespace", text: "all namespaces", from: "written" } as const] : []),
    ...(usesDefaultNamespace && isNamespaced
      ? [inferred("namespace", "the incident's namespace", "no namespace is named")]
      : []),
    ...objects.map((name) => written("object", name)),
    ...calls.flatMap(({ words }) => containerOf(words)),
  ];
}

function clusterOf({ words }: KnownCommand): OperationTarget {
  const context = flagValue(words, /^(?:--context|--cluster)$/);
  return context === null
    ? inferred("cluster", "the incident's cluster", "no cluster is named")
    : written("cluster", context);
}

function containerOf(words: KnownCommand["words"]): readonly OperationTarget[] {
  const end = words.indexOf("--");
  const name = flagValue(end === -1 ? words : words.slice(0, end), /^(?:-c|--container)$/);
  return name === null ? [] : [written("container", name)];
}

/** `--flag value` or `--flag=value`; null for a word that only the shell knows. */
function flagValue(words: KnownCommand["words"], flag: RegExp): string | null {
  for (const [at, word] of words.entries()) {
    const [head = "", ...value] = word?.split("=") ?? [];
    if (flag.test(head)) {
      return value.length > 0 ? value.join("=") : (words[at + 1] ?? null);
    }
  }
  return null;
}

function targetsOfProgram({ name, words }: KnownCommand, masked: string): readonly OperationTarget[] {
  switch (name) {
    case "docker":
      return dockerTargets(words);
    case "ssh": {
      const { host } = sshWords(words);
      return host === null ? [] : [written("host", host)];
    }
    case "curl":
    case "wget":
      return endpointsOf(words, masked);
    case "psql":
    case "redis-cli": {
      const host = flagValue(words, /^(?:-h|--host)$/) ?? words.find((word) => /^\w+:\/\//.test(word ?? "")) ?? null;
      return [host === null ? inferred("endpoint", "the configured server", "no server is named") : urlOrHost(host)];
    }
    default:
      return podPrograms.has(name)
        ? [inferred("container", "the workload's container", `${name} is meant for where it runs`)]
        : [];
  }
}

const containerVerbs =
  /^(?:exec|logs|restart|stop|start|kill|inspect|top|rm|pause|unpause|port|diff|attach|update|wait)$/;

function dockerTargets(words: KnownCommand["words"]): readonly OperationTarget[] {
  const { host, isHostKnown, rest } = dockerWords(words);
  const [verb, ...operands] = rest[0] === "container" ? rest.slice(1) : rest;
  const container = containerVerbs.test(verb ?? "") ? containerAmong(operands) : null;
  const place =
    host === null ? inferred("host", "the configured Docker host", "no host is named") : written("host", host);
  return [...(isHostKnown ? [place] : []), ...(container ? [written("container", container)] : [])];
}

const dockerFlagsWithValue =
  /^(?:-n|--tail|--since|--until|-t|--time|--timeout|-s|--signal|-f|--format|-e|--env|-u|--user|-w|--workdir|-m|--memory|--cpus|--restart)$/;

function containerAmong(operands: KnownCommand["words"]): string | null {
  return (
    operands.find(
      (word, at) => word !== null && !word.startsWith("-") && !dockerFlagsWithValue.test(operands[at - 1] ?? ""),
    ) ?? null
  );
}

/** An address that the shell may still change (`…?all=1` unquoted) is found in the text of the script. */
function endpointsOf(words: KnownCommand["words"], masked: string): readonly OperationTarget[] {
  const named = words.flatMap(endpointOf);
  return named.length > 0 ? named : (masked.match(/https?:\/\/[^\s"'`|;<>()]+/g) ?? []).map(urlOrHost);
}

/** Scheme and host of an address; what stands behind is not where it acts. */
function endpointOf(word: string | null): readonly OperationTarget[] {
  const isAddress =
    word !== null && /^(?:https?:\/\/)[^/]|^(?:localhost|[\w.-]+\.[a-z]{2,})(?::\d+)?(?:\/|$)/.test(word);
  return isAddress ? [urlOrHost(word)] : [];
}

function urlOrHost(word: string): OperationTarget {
  const [, address = word] = /^((?:\w+:\/\/)?[^/?#]+)/.exec(word) ?? [];
  return written("endpoint", address.replace(/\/\/[^@/]*@/, "//"));
}
