import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { brandId } from "@/lib/core/kernel/ids";
import type { Grant } from "@/lib/core/shell/grant";
import { type ClusterConnection, connectCluster } from "../../connection";
import { kubectlCommand } from "../kubectl";

export type Outcome = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

/** One call of a kubectl. `lines`: stop it after so many lines of output. */
export type Call = { readonly argv: readonly string[]; readonly stdin?: string; readonly lines?: number };
export type Program = (call: Call) => Promise<Outcome>;

/** Processes at once: the suite leaves room for others on a small machine. */
const MAX_PROCESSES = 3;

/** True when the kubectl of PATH is of the release that ours is compared with. */
export function isReferenceAtHand(): boolean {
  try {
    const { clientVersion } = JSON.parse(execFileSync("kubectl", ["version", "--client", "-o", "json"]).toString());
    return String(clientVersion.gitVersion).startsWith("v1.36.");
  } catch {
    return false;
  }
}

/** The tests' cluster; where there is none, a connection that nobody will use. */
export function testCluster(kubeconfigPath: string | undefined): ClusterConnection {
  return kubeconfigPath === undefined
    ? connectCluster({ kubeconfigText: noCluster })
    : connectCluster({ kubeconfigPath, name: "test" });
}

const noCluster = JSON.stringify({
  "current-context": "none",
  clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "none", user: {} }],
  contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
});

/** The kubectl of PATH, with the tests' kubeconfig. */
export function realKubectl(env: NodeJS.ProcessEnv): Program {
  let free = MAX_PROCESSES;
  const waiting: (() => void)[] = [];
  return async (call) => {
    if (free === 0) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      free -= 1;
    }
    try {
      return await runProcess(call, env);
    } finally {
      const next = waiting.shift();
      if (next) {
        next();
      } else {
        free += 1;
      }
    }
  };
}

function runProcess({ argv, stdin, lines }: Call, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const child = spawn("kubectl", [...argv], { env });
  const output = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      output[stream] += text;
      if (isEnough(output.stdout, lines)) {
        child.kill("SIGKILL");
      }
    });
  }
  child.stdin.end(stdin ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(cut({ ...output, exitCode: code ?? 0 }, lines)));
  });
}

/** All rights on the tests' cluster. */
export const grant: Grant = {
  runId: brandId(randomUUID()),
  actor: { kind: "system", name: "test" },
  ceiling: "destructive",
  clusters: [{ cluster: "test", namespaces: "any" }],
  execs: "any",
  readList: [],
  endpoints: "any",
};

/** Our kubectl in this process, with all rights, or those of `changed`. */
export function ourKubectl(
  connection: ClusterConnection,
  changed: {
    readonly grant?: Grant;
    readonly signal?: AbortSignal;
    readonly namespace?: string;
    readonly kubeconfig?: { readonly kubeconfigPath?: string };
    readonly name?: "kubectl" | "oc";
    readonly readFile?: (path: string) => Promise<Uint8Array | null>;
    readonly onOutput?: () => void;
  } = {},
): Program {
  return async ({ argv, stdin = "", lines }) => {
    const output = { stdout: "", stderr: "" };
    const enough = new AbortController();
    const command = kubectlCommand({
      connect: (place) =>
        Object.keys(place).length === 0 ? connection : connectCluster({ ...changed.kubeconfig, ...place }),
      namespace: changed.namespace,
      now: () => new Date(),
      ...(changed.name && { name: changed.name }),
    });
    const exitCode = await command.run(argv, {
      stdin,
      readFile: changed.readFile ?? (async () => null),
      writeFile: async () => undefined,
      env: {},
      grant: changed.grant ?? grant,
      signal: changed.signal ?? enough.signal,
      write: (stream, text) => {
        output[stream] += text;
        changed.onOutput?.();
        if (isEnough(output.stdout, lines)) {
          enough.abort();
        }
      },
    });
    return cut({ ...output, exitCode }, lines);
  };
}

function isEnough(stdout: string, lines: number | undefined): boolean {
  return lines !== undefined && stdout.split("\n").length > lines;
}

/** A command that was stopped has no exit code of its own. */
function cut({ stdout, stderr, exitCode }: Outcome, lines: number | undefined): Outcome {
  return isEnough(stdout, lines)
    ? { stdout: stdout.split("\n").slice(0, lines).join("\n"), stderr, exitCode: 0 }
    : { stdout, stderr, exitCode };
}
