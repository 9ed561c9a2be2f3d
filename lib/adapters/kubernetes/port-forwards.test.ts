import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { curlCommand } from "../http/curl";
import { hostPolicy } from "../http/host-policy";
import { connectCluster } from "./connection";
import { kubectlCommand } from "./kubectl/kubectl";
import { podAddressForward } from "./pod-address-forward";
import { createPortForwards } from "./port-forwards";
import { targetForward } from "./target-forward";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const now = () => new Date();

function grantIn(namespaces: readonly string[]): Grant {
  return {
    runId: brandId(randomUUID()),
    actor: { kind: "system", name: "test" },
    ceiling: "read",
    clusters: [{ cluster: "test", namespaces }],
    execs: [],
    readList: [],
    endpoints: [],
  };
}

async function called(command: NativeCommand, line: string, { namespaces = ["sie"], signal }: Called = {}) {
  const output = { stdout: "", stderr: "" };
  const exitCode = await command.run(line.split(" "), {
    stdin: "",
    env: {},
    readFile: async () => null,
    writeFile: async () => undefined,
    grant: grantIn(namespaces),
    signal: signal ?? new AbortController().signal,
    write: (stream, text) => {
      output[stream] += text;
    },
  });
  return { ...output, exitCode };
}
type Called = { readonly namespaces?: readonly string[]; readonly signal?: AbortSignal };

const curlTo = (localPort: (port: number) => ReturnType<ReturnType<typeof createPortForwards>["at"]>) =>
  curlCommand({ allow: hostPolicy({ hosts: {}, prometheus: null, localPort }) });

type PodList = { readonly items: readonly { readonly status: { readonly phase: string; readonly podIP: string } }[] };

describe("curl of localhost", () => {
  it("never means this machine", async () => {
    const { at } = createPortForwards();
    const { exitCode, stderr } = await called(curlTo(at), "http://localhost:9090/metrics");
    expect(exitCode).toBe(126);
    expect(stderr).toContain("forward the port first");
  });
});

describe.skipIf(kubeconfig === undefined)("ports of a real cluster's pods (TEST_KUBECONFIG)", () => {
  const connect = () => connectCluster({ kubeconfigPath: kubeconfig ?? "", name: "test" });

  it("are reached by the run's own curl while it forwards them", async () => {
    const forwards = createPortForwards();
    const kubectl = kubectlCommand({ connect, namespace: "sie", now, forwards, isForwardDetached: true });
    const curl = curlTo(forwards.at);
    expect(await called(kubectl, "port-forward deploy/sie-api 9000:8080 9001:1")).toEqual({
      stdout:
        "Forwarding from 127.0.0.1:9000 -> 8080\nForwarding from [::1]:9000 -> 8080\nForwarding from 127.0.0.1:9001 -> 1\nForwarding from [::1]:9001 -> 1\n",
      stderr: "",
      exitCode: 0,
    });
    const [first, second, broken] = await Promise.all([
      called(curl, "-s -i localhost:9000/health"),
      called(curl, "-s -o /dev/null -w %{http_code} http://127.0.0.1:9000/metrics"),
      called(curl, "-sS localhost:9001/"),
    ]);
    expect(first.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(second.stdout).toBe("200");
    expect(broken.exitCode).toBeGreaterThan(0);
    expect((await called(kubectl, "port-forward deploy/sie-api 9000:8080")).stderr).toContain(
      "unable to listen on any of the requested ports: [{9000 8080}]",
    );
  });

  it("are those of the run's target when nothing is forwarded", async () => {
    const target = { ref: "deployment/sie-api", container: null };
    const forwards = createPortForwards(targetForward({ connect, namespace: "sie", target, now }));
    const curl = curlTo(forwards.at);
    expect((await called(curl, "-s -i localhost:8080/health")).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await called(curl, "-s localhost:8080/health", { namespaces: ["other"] })).toMatchObject({ stdout: "" });
  });

  it("are those of the pod that has an address, in a namespace of the grant and nowhere else", async () => {
    const { text } = await connect().request({
      method: "GET",
      path: "/api/v1/namespaces/sie/pods?labelSelector=app%3Dsie-api",
    });
    const address = (JSON.parse(text) as PodList).items.find(({ status }) => status.phase === "Running")?.status.podIP;
    const podAddress = podAddressForward({ connect, namespace: "sie", now });
    const curl = curlCommand({ allow: hostPolicy({ hosts: {}, prometheus: null, podAddress }) });
    expect((await called(curl, `-s -i http://${address}:8080/health`)).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    for (const [url, namespace] of [
      [`http://${address}:8080/health`, "default"],
      ["http://169.254.169.254/latest/meta-data", "sie"],
    ]) {
      expect(await called(curl, `-s ${url}`, { namespaces: [namespace ?? ""] })).toMatchObject({
        exitCode: 126,
        stdout: "",
        stderr: expect.stringMatching(
          new RegExp(`refused: .* is no pod of namespace ${namespace}, and not listed; add`),
        ),
      });
    }
  });

  it("are gone when a forward in the foreground is stopped", async () => {
    const forwards = createPortForwards();
    const kubectl = kubectlCommand({ connect, namespace: "sie", now, forwards });
    const stop = new AbortController();
    const running = called(kubectl, "port-forward deploy/sie-api 9000:8080", { signal: stop.signal });
    await expect.poll(() => forwards.at(9000)).not.toBeNull();
    const answer = await called(curlTo(forwards.at), "-s -o /dev/null -w %{http_code} localhost:9000/health");
    stop.abort();
    const { exitCode, stdout } = await running;
    expect(answer.stdout).toBe("200");
    expect(exitCode).toBe(130);
    expect(stdout).toContain("Handling connection for 9000\n");
    expect(forwards.at(9000)).toBeNull();
  });
});
