import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags, FlagTable } from "../../flags";
import type { CreateKind } from "./kind";
import { listOf } from "./list-of";

const MAX_PORT = 65_535;

type ServiceType = "ClusterIP" | "NodePort" | "LoadBalancer" | "ExternalName";

function service(type: ServiceType, flags: FlagTable = {}, required: readonly string[] = []): CreateKind {
  const word = type.toLowerCase();
  return {
    name: `service ${word}`,
    saysFailed: `failed to create ${type} service:`,
    flags: { tcp: { kind: "list" }, ...flags },
    required,
    make: (given, name) => {
      const labels = { app: name };
      return {
        apiVersion: "v1",
        kind: "Service",
        metadata: { labels },
        spec: { ...portsMember(given, type), ...placeMember(given), selector: labels, type },
        status: { loadBalancer: {} },
      };
    },
  };
}

/** The four kinds of services by the word of their command. */
export const services: ReadonlyMap<string, CreateKind> = new Map([
  ["clusterip", service("ClusterIP", { clusterip: { kind: "value" } })],
  ["nodeport", service("NodePort", { "node-port": { kind: "int" } })],
  ["loadbalancer", service("LoadBalancer")],
  ["externalname", service("ExternalName", { "external-name": { kind: "value" } }, ["external-name"])],
]);

function placeMember(flags: Flags) {
  const [clusterIP, externalName] = [flags.get("clusterip") ?? "", flags.get("external-name") ?? ""];
  return { ...(clusterIP !== "" && { clusterIP }), ...(externalName !== "" && { externalName }) };
}

function portsMember(flags: Flags, type: ServiceType) {
  const specs = listOf(flags, "tcp");
  if (specs.length === 0 && type !== "ExternalName" && flags.get("clusterip") !== "None") {
    throw new CommandFailure("error: at least one tcp port specifier must be provided");
  }
  const nodePort = Number(flags.get("node-port") ?? 0);
  const ports = specs.map((spec) => ({
    name: spec.replace(":", "-"),
    ...portsOf(spec),
    protocol: "TCP",
    ...(nodePort > 0 && { nodePort }),
  }));
  return ports.length === 0 ? {} : { ports };
}

/** `80`, `80:8080` or `80:http`. */
function portsOf(spec: string) {
  const [first = "", second] = spec.split(":");
  const port = portNumber(first);
  const isNamed = second !== undefined && !/^\d+$/.test(second);
  return { port, targetPort: isNamed ? second : second === undefined ? port : targetNumber(second) };
}

function portNumber(text: string): number {
  const problem = !/^\d+$/.test(text) ? "invalid syntax" : Number(text) > MAX_PORT ? "value out of range" : null;
  if (problem !== null) {
    throw new CommandFailure(`error: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${problem}`);
  }
  return Number(text);
}

function targetNumber(text: string): number {
  if (Number(text) < 1 || Number(text) > MAX_PORT) {
    throw new CommandFailure(`error: must be between 1 and ${MAX_PORT}, inclusive`);
  }
  return Number(text);
}
