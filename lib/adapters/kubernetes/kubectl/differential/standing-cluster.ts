import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ApiReply, ClusterConnection } from "../../connection";

type StandingCluster = { readonly kubeconfigPath: string; close(): void };

/**
 * The cluster as it was at its first answers: of what is asked again the figures are the same. Every answer is the
 * server's own, in JSON, which all clients take; what is no GET is refused.
 */
export async function startStandingCluster(connection: ClusterConnection): Promise<StandingCluster> {
  const replies = new Map<string, Promise<ApiReply>>();
  const replyTo = (url: string) => {
    const reply = replies.get(url) ?? connection.request({ path: url });
    replies.set(url, reply);
    return reply;
  };
  const server = createServer(async ({ method, url = "/" }, response) => {
    const { status, text } = method === "GET" ? await replyTo(url) : { status: 405, text: "" };
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-standing-"));
  const kubeconfigPath = path.join(folder, "kubeconfig");
  writeFileSync(kubeconfigPath, kubeconfigOf(server.address() as AddressInfo));
  return {
    kubeconfigPath,
    close: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

function kubeconfigOf({ port }: AddressInfo): string {
  return JSON.stringify({
    "current-context": "standing",
    clusters: [{ name: "standing", cluster: { server: `http://127.0.0.1:${port}` } }],
    users: [{ name: "nobody", user: {} }],
    contexts: [{ name: "standing", context: { cluster: "standing", user: "nobody" } }],
  });
}
