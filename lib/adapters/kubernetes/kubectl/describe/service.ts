import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { endpointsText, slicesOf } from "./endpoint-slices";
import { eventLines } from "./events";
import { flatMap } from "./selector";
import { headLines, optionalLine } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe service. */
export async function describeService(service: KubeObject, viewing: Viewing): Promise<string> {
  const { name, namespace = "" } = service.metadata;
  const [slices, events] = await Promise.all([slicesOf({ namespace, name }, viewing), eventLines(service, viewing)]);
  const spec = (key: string) => textAt(service, "spec", key);
  const ports = listAt(service, "spec", "ports");
  return [
    headLines(service),
    `Selector:\t${flatMap(service, "spec", "selector")}\n`,
    `Type:\t${spec("type")}\n`,
    addressLines(service),
    ports.map((port) => portLines(port, endpointsText(slices.items, textAt(port, "name")))).join(""),
    `Session Affinity:\t${spec("sessionAffinity")}\n`,
    optionalLine("External Traffic Policy", spec("externalTrafficPolicy")),
    optionalLine("Internal Traffic Policy", spec("internalTrafficPolicy")),
    optionalLine("HealthCheck NodePort", spec("healthCheckNodePort")),
    optionalLine("LoadBalancer Source Ranges", joinedAt(service, "loadBalancerSourceRanges")),
    optionalLine("Traffic Distribution", spec("trafficDistribution")),
    events,
  ].join("");
}

function addressLines(service: KubeObject): string {
  const spec = (key: string) => textAt(service, "spec", key);
  return [
    optionalLine("IP Family Policy", spec("ipFamilyPolicy")),
    `IP Families:\t${joinedAt(service, "ipFamilies") || "<none>"}\n`,
    `IP:\t${spec("clusterIP")}\n`,
    `IPs:\t${joinedAt(service, "clusterIPs") || "<none>"}\n`,
    optionalLine("External IPs", joinedAt(service, "externalIPs")),
    optionalLine("Desired LoadBalancer IP", spec("loadBalancerIP")),
    optionalLine("External Name", spec("externalName")),
    optionalLine("LoadBalancer Ingress", ingressText(listAt(service, "status", "loadBalancer", "ingress"))),
  ].join("");
}

function joinedAt(service: KubeObject, key: string): string {
  return listAt(service, "spec", key).map(String).join(",");
}

function ingressText(ingress: readonly unknown[]): string {
  const texts = ingress.map((address) => {
    const ip = textAt(address, "ip");
    const mode = textAt(address, "ipMode");
    return ip === "" ? textAt(address, "hostname") : `${ip}${mode && ` (${mode})`}`;
  });
  return texts.join(", ");
}

function portLines(port: unknown, endpoints: string): string {
  const name = textAt(port, "name") || "<unset>";
  const protocol = textAt(port, "protocol");
  const nodePort = member(port, "nodePort");
  return [
    `Port:\t${name}\t${textAt(port, "port")}/${protocol}\n`,
    `TargetPort:\t${textAt(port, "targetPort") || "0"}/${protocol}\n`,
    optionalLine("AppProtocol", textAt(port, "appProtocol")),
    nodePort === undefined || nodePort === 0 ? "" : `NodePort:\t${name}\t${String(nodePort)}/${protocol}\n`,
    `Endpoints:\t${endpoints}\n`,
  ].join("");
}
