import "server-only";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import { splitSubcommand } from "../global-flags";
import type { Invocation } from "../invocation";
import { type KubeObject, kubeList, listAt, member, textAt } from "../objects";

const flagTable: FlagTable = {};
const HINT = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";

/** kubectl cluster-info: addresses of the API server and of the services that belong to the cluster. */
export async function clusterInfo(argv: readonly string[], call: Invocation): Promise<number> {
  if (splitSubcommand(argv).name === "dump") {
    throw new CommandFailure(
      "error: kubectl cluster-info dump does not run from here (it reads every namespace): copy it and run it by hand",
    );
  }
  parseFlags(argv, flagTable, "cluster-info");
  const namespace = call.isNamespaceGiven ? call.namespace : "kube-system";
  call.check({ namespace, risk: "read", description: "cluster-info" });
  const query = new URLSearchParams({ labelSelector: "kubernetes.io/cluster-service=true" });
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services?${query}`;
    const { items } = kubeList.parse((await call.ask({ path })).body);
    const host = call.connection.server.replace(/\/$/, "");
    call.out(running("Kubernetes control plane", host));
    call.out(items.map((service) => running(titleOf(service), linkOf(service, host))).join(""));
  } finally {
    call.out(HINT);
  }
  return 0;
}

function running(name: string, link: string): string {
  return `${name} is running at ${link}\n`;
}

function titleOf({ metadata }: KubeObject): string {
  return metadata.labels?.["kubernetes.io/name"] || metadata.name;
}

function linkOf(service: KubeObject, host: string): string {
  const ports = listAt(service, "spec", "ports");
  const [ingress] = listAt(service, "status", "loadBalancer", "ingress");
  if (ingress !== undefined) {
    const address = textAt(ingress, "ip") || textAt(ingress, "hostname");
    return ports.map((port) => `http://${address}:${textAt(port, "port")} `).join("");
  }
  const { name, namespace = "" } = service.metadata;
  return `${host}/api/v1/namespaces/${namespace}/services/${proxied(name, ports[0])}/proxy`;
}

/** `https:name:port` for the API server's proxy. */
function proxied(name: string, port: unknown): string {
  const portName = textAt(port, "name");
  const isSecure = portName === "https" || member(port, "port") === 443;
  return isSecure ? `https:${name}:${portName}` : portName === "" ? name : `${name}:${portName}`;
}
