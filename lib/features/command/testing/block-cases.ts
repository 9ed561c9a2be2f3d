import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import type { Operation } from "@/lib/core/runbook/runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { throughLogins } from "@/lib/core/shell/logins";
import { renderScript } from "@/lib/core/shell/parameters/render-script";
import { riskOf } from "@/lib/core/shell/risk/risk-of";

/** `alone`: there is no real program that could be asked the same. `live`: it goes on until it is ended. */
export type BlockKind = "compared" | "alone" | "live";

export type BlockCase = {
  /** The pod that stands for the incident's workload. */
  readonly pod: string;
  readonly name: string;
  /** As it runs in the server. */
  readonly script: string;
  /** As somebody types it who has logged in where the document says so. */
  readonly typed: string;
  readonly kind: BlockKind;
  /** Both sides look at, or into, our namespace: nothing is changed that they would find. */
  readonly isShared: boolean;
  /** Its figures or its lines are others at each look: what is compared is how it ends, its errors and its first line. */
  readonly isVolatile: boolean;
  /** It asks for the figures of this moment: both sides look at a cluster that stands still. */
  readonly isOfTheMoment: boolean;
};

const mainPods: Readonly<Record<string, string>> = {
  "nova-troubleshooting.md": "user-service-0",
  "sie-memory-oom.md": "sie-api-0",
  "spec-to-proof-resource-exhaustion.md": "spec-to-proof-api-0",
};

const values: Readonly<Record<string, string>> = {
  "node-name": "node-1",
  pid: "1",
  "lean-farm-pod": "lean-farm-0",
  "db-pod": "postgresql-0",
  "nginx-rtmp-pod": "nginx-rtmp-0",
  "api-container": "vedfinance-api",
  "db-host": "prod-db.nova-social.io",
  "db-user": "nova_admin",
  "redis-host": "127.0.0.1",
  start: "1697900000",
  end: "1697903600",
  "image-tag": "v1.2.6",
};

/** The operations of the originals that run in the server, filled in for a cluster of our own. */
export function blockCases(seeds: string, namespace: string): readonly BlockCase[] {
  const files = existsSync(seeds) ? readdirSync(seeds).filter((file) => file.endsWith(".md")) : [];
  return files.flatMap((file) => {
    const runbook = parseRunbook({ source: readFileSync(path.join(seeds, file), "utf8"), path: file });
    const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
    return operations.filter(({ mode }) => mode.value === "native").map((one) => caseOf(one, file, namespace));
  });
}

function caseOf(operation: Operation, file: string, namespace: string): BlockCase {
  const typed = scriptOf(operation, file)
    .replace(/(-n|--namespace) (?:production|sie|spec-to-proof|monitoring)\b/g, `$1 ${namespace}`)
    .replace(/\bsleep \d\d\b/g, "sleep 0.1");
  const script = throughLogins(typed, operation.login?.value ?? null);
  const [first = ""] = script.split("\n");
  return {
    name: `${file.split("-")[0]} ${operation.lines.start}: ${first}`,
    script,
    typed,
    pod: mainPods[file] ?? "tickstorm-0",
    kind: kindOf(typed, operation.language),
    isShared: riskOf(typed).risk === "read" || script.includes("kubectl exec"),
    isOfTheMoment: script.startsWith("kubectl top "),
    isVolatile:
      /\b(?:ps aux|top -b|free|meminfo|describe nodes?|stats|INFO|get all|get pods -n \S+( -l \S+)?$)\b|pg_(?:stat_activity|locks)/.test(
        script,
      ),
  };
}

function scriptOf(operation: Operation, file: string): string {
  const given = Object.fromEntries(operation.parameters.map(({ name }) => [name, filledIn(name, file)]));
  const rendered = renderScript({ script: operation.script, uses: operation.parameters, values: given });
  if (!rendered.ok) {
    throw new Error(`${operation.script}: ${rendered.error.map(({ message }) => message).join(" ")}`);
  }
  return operation.language === "promql" ? `promql '${rendered.value}'` : rendered.value;
}

function filledIn(name: string, file: string): string {
  const value = name === "pod-name" ? mainPods[file] : values[name];
  if (value === undefined) {
    throw new Error(`${file}: say what ${name} is in this test`);
  }
  return value;
}

function kindOf(script: string, language: Operation["language"]): BlockKind {
  if (/logs .*-f\b|^watch |^docker stats$|docker events|sleep 300|rollout status|-- \\\n *curl/m.test(script)) {
    return "live";
  }
  const isOurs =
    language === "promql" ||
    /\b(?:curl|ssh|docker build|apps\/api)\b|^(?:free|kill|cat|nc|scp|time|export|tail) |&$/m.test(script);
  return isOurs ? "alone" : "compared";
}
