import { analyseScript, type ShellCommand } from "./analyse-script";
import { kubectlWords } from "./kubectl-words";
import { textTools } from "./programs";
import type { Risk } from "./risk";

export type RiskVerdict = {
  readonly risk: Risk;
  /** One sentence per command that is more than a read. */
  readonly reasons: readonly string[];
};

const readVerbs = new Set([
  "get",
  "describe",
  "logs",
  "top",
  "top pods",
  "top pod",
  "top nodes",
  "top node",
  "events",
  "explain",
  "diff",
  "version",
  "cluster-info",
  "api-resources",
  "api-versions",
  "rollout status",
  "rollout history",
  "auth can-i",
  "auth whoami",
  "config current-context",
  "config get-contexts",
  "config view",
  "wait",
  "port-forward",
  "",
]);
const destructiveVerbs = new Set(["delete", "drain", "replace"]);

/** In the target these read; anything else there is taken as a change. */
const remoteReads = new Set([
  "cat",
  "ps",
  "free",
  "ls",
  "env",
  "printenv",
  "df",
  "du",
  "head",
  "tail",
  "grep",
  "uptime",
  "id",
  "hostname",
  "date",
  "top",
  "pgrep",
  "wc",
  "stat",
]);

const order: readonly Risk[] = ["read", "unknown", "change", "destructive"];

/** The risk of a whole script: that of its most harmful command. Static, so a person sees it before anything runs. */
export function riskOf(script: string): RiskVerdict {
  const { commands, problems } = analyseScript(script);
  const verdicts = commands.flatMap(commandRisk);
  const worst = verdicts.reduce<Risk>(
    (risk, verdict) => (rank(verdict.risk) > rank(risk) ? verdict.risk : risk),
    "read",
  );
  const reasons = verdicts.filter((verdict) => verdict.risk !== "read").map((verdict) => verdict.reason);
  if (problems.length > 0 && rank(worst) < rank("unknown")) {
    return { risk: "unknown", reasons: ["the script could not be parsed", ...reasons] };
  }
  return { risk: worst, reasons: [...new Set(reasons)] };
}

type Verdict = { readonly risk: Risk; readonly reason: string };

function rank(risk: Risk): number {
  return order.indexOf(risk);
}

function commandRisk(command: ShellCommand): readonly Verdict[] {
  const { name, words } = command;
  if (name === null) {
    return [{ risk: "unknown", reason: "the program's name is only known when it runs" }];
  }
  switch (name) {
    case "kubectl":
    case "oc":
      return [kubectlRisk(words)];
    case "curl":
      return [curlRisk(words)];
    case "promql":
      return [];
    case "sudo":
      return commandRisk({ ...command, name: words[0] ?? null, words: words.slice(1) });
    case "xargs":
    case "watch":
      return wrappedRisk(words);
    default:
      return textTools.has(name) ? [] : [{ risk: "unknown", reason: `what ${name} does cannot be told` }];
  }
}

/** `xargs kubectl delete pod`, `watch -n 5 'kubectl get pods'`: what is wrapped counts. */
function wrappedRisk(words: readonly (string | null)[]): readonly Verdict[] {
  const inner = words.find((word) => word !== null && (word.includes(" ") || word === "kubectl" || word === "curl"));
  if (inner === undefined || inner === null) {
    return words.includes(null) ? [{ risk: "unknown", reason: "what is run is only known when it runs" }] : [];
  }
  if (inner.includes(" ")) {
    const { risk, reasons } = riskOf(inner);
    return [{ risk, reason: reasons.join("; ") }];
  }
  return commandRisk({ name: inner, words: words.slice(words.indexOf(inner) + 1), isRedirected: false });
}

function kubectlRisk(words: readonly (string | null)[]): Verdict {
  const { verb, remote } = kubectlWords(words);
  if (verb === "?") {
    return { risk: "unknown", reason: "the kubectl verb is only known when it runs" };
  }
  if (readVerbs.has(verb)) {
    return { risk: "read", reason: "" };
  }
  if (verb === "exec") {
    return execRisk(remote);
  }
  if (destructiveVerbs.has(verb)) {
    return { risk: "destructive", reason: `kubectl ${verb} removes or replaces what runs` };
  }
  return { risk: "change", reason: `kubectl ${verb} changes the cluster` };
}

function execRisk(remote: readonly (string | null)[] | null): Verdict {
  const program = remote?.[0] ?? null;
  const reason = "kubectl exec runs a program in the container";
  if (program === "curl") {
    return { ...curlRisk(remote?.slice(1) ?? []), reason };
  }
  const isRead = program !== null && remoteReads.has(program);
  return { risk: isRead ? "read" : "change", reason };
}

function curlRisk(words: readonly (string | null)[]): Verdict {
  const flag = words.findIndex((word) => word === "-X" || word === "--request");
  const method = (
    flag === -1 ? words.find((word) => word?.startsWith("-X"))?.slice(2) : words[flag + 1]
  )?.toUpperCase();
  const hasBody =
    words.some((word) => word !== null && /^(-d|--data|-F|--form|-T|--upload-file)/.test(word)) &&
    !words.includes("-G");
  if (method === "DELETE") {
    return { risk: "destructive", reason: "curl -X DELETE" };
  }
  const isRead = method === undefined ? !hasBody : method === "GET" || method === "HEAD";
  return { risk: isRead ? "read" : "change", reason: `curl ${method ?? "POST"} may change what it reaches` };
}
