import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { headLines, textOr } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe endpoints. */
export async function describeEndpoints(endpoints: KubeObject, viewing: Viewing): Promise<string> {
  const subsets = listAt(endpoints, "subsets").map(subsetLines);
  return `${headLines(endpoints)}Subsets:\n${subsets.join("")}${await eventLines(endpoints, viewing)}`;
}

function subsetLines(subset: unknown): string {
  const addresses = (key: string) =>
    listAt(subset, key)
      .map((address) => textAt(address, "ip"))
      .join(",") || "<none>";
  return [
    `  Addresses:\t${addresses("addresses")}\n`,
    `  NotReadyAddresses:\t${addresses("notReadyAddresses")}\n`,
    portTable(listAt(subset, "ports"), "    ", "Ports:"),
    "\n",
  ].join("");
}

function portTable(ports: readonly unknown[], indent: string, title: string): string {
  const rows = ports.map(
    (port) =>
      `${indent}${textAt(port, "name") || "<unset>"}\t${textOr("<unset>", port, "port")}\t${textAt(port, "protocol")}\n`,
  );
  const heading = `${indent}Name\tPort\tProtocol\n${indent}----\t----\t--------\n`;
  return rows.length === 0 ? "" : `${indent.slice(2)}${title}\n${heading}${rows.join("")}`;
}

/** kubectl describe endpointslice. */
export async function describeEndpointSlice(slice: KubeObject, viewing: Viewing): Promise<string> {
  const endpoints = listAt(slice, "endpoints").map(endpointLines);
  return [
    headLines(slice),
    `AddressType:\t${textAt(slice, "addressType")}\n`,
    portTable(listAt(slice, "ports"), "  ", "Ports:") || "Ports: <unset>\n",
    endpoints.length === 0 ? "Endpoints: <none>\n" : `Endpoints:\n${endpoints.join("")}`,
    await eventLines(slice, viewing),
  ].join("");
}

function endpointLines(endpoint: unknown): string {
  const target = member(endpoint, "targetRef");
  const addresses = listAt(endpoint, "addresses").map(String).join(", ");
  return [
    `  - Addresses:\t${addresses || "<none>"}\n`,
    "    Conditions:\n",
    `      Ready:\t${textOr("<unset>", endpoint, "conditions", "ready")}\n`,
    `    Hostname:\t${textOr("<unset>", endpoint, "hostname")}\n`,
    target === undefined ? "" : `    TargetRef:\t${textAt(target, "kind")}/${textAt(target, "name")}\n`,
    `    NodeName:\t${textOr("<unset>", endpoint, "nodeName")}\n`,
    `    Zone:\t${textOr("<unset>", endpoint, "zone")}\n`,
  ].join("");
}
