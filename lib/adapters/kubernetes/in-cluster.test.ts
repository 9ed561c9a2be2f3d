import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { type ClusterConnection, connectCluster, SocketRefused } from "./connection";
import { ourKubectl, testCluster } from "./kubectl/differential/programs";
import { listAt, textAt } from "./kubectl/objects";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const namespace = `headroom-pod-${randomUUID().slice(0, 8)}`;
const account = `system:serviceaccount:${namespace}:reader`;

describe.skipIf(kubeconfig === undefined)("the account of a pod (TEST_KUBECONFIG)", () => {
  const admin = testCluster(kubeconfig);
  const root = mkdtempSync(path.join(tmpdir(), "headroom-pod-"));
  let connection: ClusterConnection;

  async function make(place: string, body: object): Promise<unknown> {
    const reply = await admin.request({ method: "POST", path: place, body });
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.body;
  }

  /** What Kubernetes puts into a pod: a token, the server's certificate, the namespace, and two variables. */
  beforeAll(async () => {
    const place = `/api/v1/namespaces/${namespace}`;
    await make("/api/v1/namespaces", { metadata: { name: namespace } });
    await make(`${place}/serviceaccounts`, { metadata: { name: "reader" } });
    await make(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, {
      metadata: { name: "reader" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
      subjects: [{ kind: "ServiceAccount", name: "reader", namespace }],
    });
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} };
    const token = textAt(await make(`${place}/serviceaccounts/reader/token`, request), "status", "token");
    const [cluster] = listAt(parse(readFileSync(kubeconfig ?? "", "utf8")), "clusters");
    const authority = Buffer.from(textAt(cluster, "cluster", "certificate-authority-data"), "base64");
    const folder = path.join(root, "var/run/secrets/kubernetes.io/serviceaccount");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "token"), token);
    writeFileSync(path.join(folder, "ca.crt"), authority);
    writeFileSync(path.join(folder, "namespace"), namespace);
    const { hostname, port } = new URL(admin.server);
    vi.stubEnv("KUBERNETES_SERVICE_HOST", hostname);
    vi.stubEnv("KUBERNETES_SERVICE_PORT", port);
    connection = connectCluster({ podRoot: root, name: "test" });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true });
    await admin.request({ method: "DELETE", path: `/api/v1/namespaces/${namespace}` });
  });

  it("sees the server's certificate, and asks as itself in its own namespace", async () => {
    expect(connection.server).toBe(admin.server);
    expect(connection.defaultNamespace).toBe(namespace);
    const ours = ourKubectl(connection);
    // The authorizer learns of a new binding a moment later.
    await expect
      .poll(() => ours({ argv: ["get", "pods"] }), { timeout: 15_000 })
      .toEqual({ stdout: "", stderr: `No resources found in ${namespace} namespace.\n`, exitCode: 0 });
    expect(await ours({ argv: ["get", "pods", "-n", "sie"] })).toMatchObject({
      stderr: expect.stringContaining(`User "${account}" cannot list resource "pods"`),
      exitCode: 1,
    });
  });

  it("opens channels as itself", async () => {
    const opening = connection.openSocket("/api/v1/namespaces/sie/pods/x/exec?command=true&stdout=true", [
      "v4.channel.k8s.io",
    ]);
    const refused = await opening.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(SocketRefused);
    expect(refused).toMatchObject({ reply: { status: 403, text: expect.stringContaining(account) } });
  });

  it("trusts no other server", async () => {
    const folder = path.join(root, "var/run/secrets/kubernetes.io/serviceaccount");
    const other = path.join(root, "other");
    const copy = path.join(other, "var/run/secrets/kubernetes.io/serviceaccount");
    mkdirSync(copy, { recursive: true });
    writeFileSync(path.join(copy, "token"), readFileSync(path.join(folder, "token")));
    writeFileSync(path.join(copy, "ca.crt"), "");
    await expect(connectCluster({ podRoot: other }).request({ path: "/version" })).rejects.toThrow(/UNABLE_TO_VERIFY/);
  });
});
