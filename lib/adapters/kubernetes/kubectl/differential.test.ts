import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import type { Grant } from "@/lib/core/shell/grant";
import { connectCluster } from "../connection";
import { kubectlCommand } from "./kubectl";

const kubeconfig = process.env["TEST_KUBECONFIG"];

type Outcome = { readonly stdout: string; readonly stderr: string; readonly exitCode: number };

function real(argv: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(
      "kubectl",
      [...argv],
      { env: { ...process.env, KUBECONFIG: kubeconfig, TZ: "UTC" } },
      (error, stdout, stderr) => {
        resolve({ stdout, stderr, exitCode: typeof error?.code === "number" ? error.code : 0 });
      },
    );
  });
}

const grant: Grant = {
  runId: brandId(randomUUID()),
  actor: { kind: "system", name: "test" },
  ceiling: "destructive",
  clusters: [{ cluster: "test", namespaces: "any" }],
  execs: "any",
  endpoints: "any",
};
const connection = kubeconfig === undefined ? null : connectCluster({ kubeconfigPath: kubeconfig, name: "test" });

async function ours(argv: readonly string[], signal = new AbortController().signal): Promise<Outcome> {
  const outcome = { stdout: "", stderr: "" };
  const connect = () => {
    if (!connection) {
      throw new Error("TEST_KUBECONFIG is not set");
    }
    return connection;
  };
  const write = (stream: "stdout" | "stderr", text: string) => {
    outcome[stream] += text;
  };
  const command = kubectlCommand({ connect, namespace: undefined, now: () => new Date() });
  const exitCode = await command.run(argv, {
    stdin: "",
    readFile: async () => null,
    writeFile: async () => undefined,
    env: {},
    grant,
    signal,
    write,
  });
  return { ...outcome, exitCode };
}

/** Ages grow while the two run; the width they take is kept. */
function withoutAges({ stdout, stderr, exitCode }: Outcome): Outcome {
  const blank = (text: string) =>
    text
      .replace(/\b(?:\d+[smhdy])+\b(?: ago)?/g, (age) => "~".repeat(age.length))
      .replace(/\b\d+m(?=\s+\d+Mi)|\b\d+Mi\b|\b\d+%/g, (figure) => "~".repeat(figure.length));
  return { stdout: blank(stdout), stderr, exitCode };
}

const namespace = `headroom-${randomUUID().slice(0, 8)}`;
const manifest = JSON.stringify({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: "web",
            image: "localhost/sie-api:0.9.3",
            imagePullPolicy: "IfNotPresent",
            env: [{ name: "PORT", value: "8080" }],
            resources: { limits: { memory: "64Mi" }, requests: { memory: "16Mi" } },
          },
        ],
      },
    },
  },
});

describe.skipIf(kubeconfig === undefined)("our kubectl beside the real one (TEST_KUBECONFIG)", () => {
  beforeAll(async () => {
    await real(["create", "namespace", namespace]);
    await new Promise<void>((resolve, reject) => {
      const child = execFile(
        "kubectl",
        ["apply", "-f", "-"],
        { env: { ...process.env, KUBECONFIG: kubeconfig } },
        (error) => (error ? reject(error) : resolve()),
      );
      child.stdin?.end(manifest);
    });
    await real(["rollout", "status", "deploy/web", "-n", namespace, "--timeout=60s"]);
  }, 90_000);

  afterAll(async () => {
    await real(["delete", "namespace", namespace, "--wait=false"]);
  });

  it.each([
    "get pods -n sie",
    "get pods -n sie -o wide",
    "get po,deploy -n sie",
    "get pods -A",
    "get pods -n sie --no-headers",
    "get pods -n sie --show-labels",
    "get pods -n sie -L app",
    "get deploy sie-api -n sie",
    "get deploy/sie-api -n sie",
    "get deployment.apps -n sie",
    "get deployments,replicasets -n sie",
    "get nodes",
    "get nodes -o wide",
    "get ns",
    "get svc -n sie",
    "get pods -n sie -l app=sie-api",
    "get pods -n sie --field-selector=status.phase=Running",
    "get pods -n sie --sort-by=.metadata.name",
    "get pods -n sie -o name",
    "get pods -n sie -l app=sie-api -o json",
    "get deploy sie-api -n sie -o yaml",
    "get pods nosuch -n sie",
    "get pods nosuch -n sie --ignore-not-found",
    "get pods -n nosuch",
    "get nosuch",
    "get pods -n sie --nosuch",
    "get hpa -n sie",
    "get pods -n sie -l app=sie-api -o custom-columns=NAME:.metadata.name,MEM:.spec.containers[*].resources.limits.memory",
    "get pods nosuch-a nosuch-b -n sie",
    "describe deploy sie-api -n sie",
    "describe pod -n sie -l app=sie-api",
    "describe pod sie-api -n sie",
    "describe pods -n spec-to-proof",
    "describe pods -n spec-to-proof --show-events",
    "describe pod nosuch -n sie",
    "describe pods -n nosuch",
    "top pods -n spec-to-proof",
    "top pods -n sie --sort-by=memory -l app=sie-api",
    "top pods -n spec-to-proof --containers",
    "top pods -n nosuch",
    "top pod nosuch -n sie",
    "top nodes",
    "logs deploy/sie-api -n sie --tail=2",
    "logs nosuch -n sie",
    "logs deploy/sie-api -n sie --tail=x",
    "logs deploy/sie-api -n sie -c nosuch",
    "exec -n sie deploy/sie-api -- echo hello",
    "exec -n sie deploy/sie-api -- sh -c",
    "exec -it -n sie deploy/sie-api -- pwd",
    "exec -n sie nosuch -- true",
    "exec -n sie deploy/sie-api --",
    "rollout history deploy/sie-api -n sie",
    "rollout status deploy/sie-api -n sie",
    "rollout status deploy/nosuch -n sie",
    "scale deploy/nosuch -n sie --replicas=1",
    "scale deploy/sie-api -n sie",
    "patch deploy/nosuch -n sie -p {}",
    "set env deploy/nosuch -n sie A=1",
    "set env deploy/sie-api -n sie --list",
  ])("%s", async (line) => {
    const argv = line.split(" ");
    const [expected, actual] = await Promise.all([real(argv), ours(argv)]);
    expect(withoutAges(actual)).toEqual(withoutAges(expected));
  });

  it.each([
    [
      "jsonpath over a list",
      [
        "get",
        "pods",
        "-n",
        "sie",
        "-o",
        'jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.status.containerStatuses[0].restartCount}{"\\n"}{end}',
      ],
    ],
    [
      "jsonpath with a filter",
      ["get", "nodes", "-o", 'jsonpath={.items[*].status.addresses[?(@.type=="InternalIP")].address}'],
    ],
    ["jsonpath of a map", ["get", "deploy", "sie-api", "-n", "sie", "-o", "jsonpath={.spec.selector}"]],
    ["jsonpath of nothing", ["get", "deploy", "sie-api", "-n", "sie", "-o", "jsonpath={.nosuch}"]],
    [
      "an exit code of the container",
      ["exec", "-n", "sie", "deploy/sie-api", "--", "sh", "-c", "echo out; echo err >&2; exit 7"],
    ],
    ["a program that is not there", ["exec", "-n", "sie", "deploy/sie-api", "--", "nosuchprogram"]],
  ])("%s", async (_what, argv) => {
    const [expected, actual] = await Promise.all([real(argv), ours(argv)]);
    // The runtime makes up an id for each exec.
    const plain = (outcome: Outcome) => ({ ...outcome, stderr: outcome.stderr.replace(/[0-9a-f]{64}/g, "ID") });
    expect(plain(actual)).toEqual(plain(expected));
  });

  // Each change is made by one and then, from the same state, by the other.
  it.each([
    ["scale", (n: number) => ["scale", "deploy/web", "-n", namespace, `--replicas=${n}`]],
    ["set env", (n: number) => ["set", "env", "deploy/web", "-n", namespace, `BATCH=${n}`]],
    [
      "set resources",
      (n: number) => ["set", "resources", "deploy/web", "-n", namespace, `--limits=memory=${64 + n}Mi`],
    ],
    [
      "patch",
      (n: number) => [
        "patch",
        "deploy",
        "web",
        "-n",
        namespace,
        "-p",
        JSON.stringify({
          spec: {
            template: { spec: { containers: [{ name: "web", resources: { limits: { memory: `${70 + n}Mi` } } }] } },
          },
        }),
      ],
    ],
    ["patch that changes nothing", () => ["patch", "deploy", "web", "-n", namespace, "-p", "{}"]],
    [
      "merge patch",
      (n: number) => [
        "patch",
        "deploy",
        "web",
        "-n",
        namespace,
        "--type=merge",
        "-p",
        `{"metadata":{"labels":{"n":"${n}"}}}`,
      ],
    ],
    ["set env that changes nothing", () => ["set", "env", "deploy/web", "-n", namespace, "PORT=8080"]],
    ["rollout undo", () => ["rollout", "undo", "deploy/web", "-n", namespace]],
  ])("%s", async (_what, argv) => {
    await real(["rollout", "status", "deploy/web", "-n", namespace, "--timeout=60s"]);
    expect(await ours(argv(2))).toEqual(await real(argv(1)));
  });

  it("rollout restart", async () => {
    expect(await ours(["rollout", "restart", "deploy/web", "-n", namespace])).toEqual({
      stdout: "deployment.apps/web restarted\n",
      stderr: "",
      exitCode: 0,
    });
  });

  it("ends the remote program when it is cancelled", async () => {
    const controller = new AbortController();
    const mark = String(300 + Math.floor(Math.random() * 1_000_000));
    const running = ours(["exec", "-n", "sie", "deploy/sie-api", "--", "sleep", mark], controller.signal);
    const count = async () =>
      (
        await ours([
          "exec",
          "-n",
          "sie",
          "deploy/sie-api",
          "--",
          "sh",
          "-c",
          `cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "slee[p] ${mark}"; true`,
        ])
      ).stdout.trim();
    await expect.poll(count).toBe("1");
    controller.abort();
    expect((await running).exitCode).toBe(130);
    await expect.poll(count).toBe("0");
  });

  it("is refused what the grant does not cover, with 126", async () => {
    const narrow: Grant = {
      ...grant,
      ceiling: "read",
      clusters: [{ cluster: "test", namespaces: ["sie"] }],
      execs: [],
      endpoints: [],
    };
    const attempt = async (argv: readonly string[]) => {
      let stderr = "";
      const command = kubectlCommand({
        connect: () => connection ?? connectCluster({}),
        namespace: "sie",
        now: () => new Date(),
      });
      const exitCode = await command.run(argv, {
        stdin: "",
        readFile: async () => null,
        writeFile: async () => undefined,
        env: {},
        grant: narrow,
        signal: new AbortController().signal,
        write: (_stream, text) => {
          stderr += text;
        },
      });
      return { exitCode, stderr };
    };
    expect(await attempt(["scale", "deploy/sie-api", "--replicas=0"])).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining("may only read"),
    });
    expect(await attempt(["get", "pods", "-n", "default"])).toMatchObject({ exitCode: 126 });
    expect(await attempt(["get", "pods", "-A"])).toMatchObject({ exitCode: 0 });
    expect(await attempt(["exec", "deploy/sie-api", "--", "id"])).toMatchObject({ exitCode: 126 });
  });
});
