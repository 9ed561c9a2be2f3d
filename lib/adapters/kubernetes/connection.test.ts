import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import process from "node:process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type ClusterConnection, connectCluster } from "./connection";
import { textAt } from "./kubectl/objects";

type Entry = Readonly<Record<string, unknown>>;

/** A kubeconfig of two contexts at one server: `first` with this user, `second` with a token. */
function kubeconfigText(cluster: Entry, user: Entry): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "c", cluster }],
    users: [
      { name: "u", user },
      { name: "other", user: { token: "second-token" } },
    ],
    contexts: [
      { name: "first", context: { cluster: "c", user: "u", namespace: "sie" } },
      { name: "second", context: { cluster: "c", user: "other" } },
    ],
    "current-context": "first",
  });
}

/** Answers with what it was sent, as far as it tells who asks. */
const server = createServer((request, response) => {
  heard = request.headers;
  response.setHeader("Content-Type", "application/json");
  response.end("{}");
});
let heard: IncomingHttpHeaders = {};
let address = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  address = `http://127.0.0.1:${bound !== null && typeof bound === "object" ? bound.port : 0}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function authorizationOf(connection: ClusterConnection): Promise<string | undefined> {
  expect((await connection.request({ path: "/api" })).status).toBe(200);
  return heard.authorization;
}

const unsigned = (claims: object) =>
  [{ alg: "none" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".")
    .concat(".x");

const plugin = (token: string) => ({
  exec: {
    apiVersion: "client.authentication.k8s.io/v1",
    command: process.execPath,
    args: [
      "-e",
      `console.log(JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: { token: ${JSON.stringify(token)} } }))`,
    ],
    interactiveMode: "Never",
  },
});

describe("credentials of a kubeconfig", () => {
  it("are those of the context that is asked for", async () => {
    const text = kubeconfigText({ server: address }, { token: "first-token" });
    const first = connectCluster({ kubeconfigText: text });
    expect(await authorizationOf(first)).toBe("Bearer first-token");
    expect(first.defaultNamespace).toBe("sie");
    const second = connectCluster({ kubeconfigText: text, context: "second" });
    expect(await authorizationOf(second)).toBe("Bearer second-token");
    expect(second.defaultNamespace).toBe("default");
  });

  it("do not mind an incomplete entry that nobody asked for, and name one that is asked for", async () => {
    const whole = JSON.parse(kubeconfigText({ server: address }, { token: "first-token" }));
    const text = JSON.stringify({
      ...whole,
      clusters: [{ name: "half", cluster: { server: "" } }, ...whole.clusters],
      contexts: [...whole.contexts, { name: "third", context: { cluster: "half", user: "u" } }],
    });
    expect(await authorizationOf(connectCluster({ kubeconfigText: text }))).toBe("Bearer first-token");
    expect(() => connectCluster({ kubeconfigText: text, context: "third" })).toThrow(/no cluster for context third/);
  });

  it("may be an OpenID Connect token", async () => {
    const token = unsigned({ sub: "me", exp: Math.floor(Date.now() / 1_000) + 3_600 });
    const user = { "auth-provider": { name: "oidc", config: { "id-token": token, "client-id": "headroom" } } };
    const connection = connectCluster({ kubeconfigText: kubeconfigText({ server: address }, user) });
    expect(await authorizationOf(connection)).toBe(`Bearer ${token}`);
  });

  it("may come from a plugin where the file is the caller's own", async () => {
    const text = kubeconfigText({ server: address }, plugin("made-by-a-program"));
    const connection = connectCluster({ kubeconfigText: text, allowExecPlugins: true });
    expect(await authorizationOf(connection)).toBe("Bearer made-by-a-program");
  });

  it("never come from a plugin elsewhere", () => {
    const text = kubeconfigText({ server: address }, plugin("made-by-a-program"));
    expect(() => connectCluster({ kubeconfigText: text })).toThrow(
      /credential plugin, which the server does not start/,
    );
    expect(() => connectCluster({ kubeconfigText: text, context: "second", user: "u" })).toThrow(/credential plugin/);
  });

  it("are shown as REDACTED, and other contexts to the file's owner only", () => {
    const text = kubeconfigText({ server: address }, { token: "first-token", "client-key-data": "a2V5" });
    const own = connectCluster({ kubeconfigText: text }).entries;
    const all = connectCluster({ kubeconfigText: text, allowExecPlugins: true }).entries;
    expect(JSON.stringify([own, all])).not.toMatch(/first-token|second-token|a2V5/);
    expect(own.contexts.map(({ name }) => name)).toEqual(["first"]);
    expect(own.users).toEqual([{ name: "u", user: { "client-key-data": "DATA+OMITTED", token: "REDACTED" } }]);
    expect(all.contexts.map(({ name }) => name)).toEqual(["first", "second"]);
  });
});

const kubeconfig = process.env["TEST_KUBECONFIG"];

describe.skipIf(kubeconfig === undefined)("credentials at a real cluster (TEST_KUBECONFIG)", () => {
  const admin = () => connectCluster({ kubeconfigPath: kubeconfig ?? "", name: "test" });
  const namespace = `headroom-${randomUUID().slice(0, 8)}`;

  afterAll(async () => {
    await admin().request({ method: "DELETE", path: `/api/v1/namespaces/${namespace}` });
  });

  it("are known as the user of the client certificate", async () => {
    const body = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { verb: "*", resource: "*" } },
    };
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const reply = await admin().request({ method: "POST", path, body });
    expect(textAt(reply.body, "status", "allowed")).toBe("true");
    const { cluster } = parse(readFileSync(kubeconfig ?? "", "utf8")).clusters[0];
    const nobody = connectCluster({ kubeconfigText: kubeconfigText(cluster, {}) });
    const refused = await nobody.request({ path: "/api/v1/secrets" });
    expect([401, 403]).toContain(refused.status);
  });

  it("are known as the service account of a token", async () => {
    const owner = admin();
    const metadata = { name: namespace };
    await owner.request({
      method: "POST",
      path: "/api/v1/namespaces",
      body: { apiVersion: "v1", kind: "Namespace", metadata },
    });
    const account = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
    await expect.poll(async () => (await owner.request({ path: account })).status, { timeout: 20_000 }).toBe(200);
    const asked = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } };
    const token = textAt(
      (await owner.request({ method: "POST", path: `${account}/token`, body: asked })).body,
      "status",
      "token",
    );
    expect(token).not.toBe("");
    const { cluster } = parse(readFileSync(kubeconfig ?? "", "utf8")).clusters[0];
    const connection = connectCluster({ kubeconfigText: kubeconfigText(cluster, { token }) });
    const reply = await connection.request({ path: "/api/v1/nodes" });
    expect(reply.status).toBe(403);
    expect(textAt(reply.body, "message")).toContain(`"system:serviceaccount:${namespace}:default"`);
  });
});
