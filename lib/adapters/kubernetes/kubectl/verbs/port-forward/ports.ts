import "server-only";
import { CommandFailure } from "../../failure";
import { type KubeObject, listAt, member, textAt } from "../../objects";
import type { Named } from "../../workload-pods";

/** A forwarded port: 0 as the local one means any that is free. */
export type PortPair = { readonly local: number; readonly remote: number };

/** The ports that the words mean, with a service's ports and ports' names looked up. Throws kubectl's errors. */
export function portPairs(words: readonly string[], named: Named, pod: KubeObject): readonly PortPair[] {
  return words.map((word) => {
    const [local = "", second = local, ...more] = word.split(":");
    const remote = more.length > 0 ? local : second;
    const isService = named.type.plural === "services";
    const number = isService ? servicePort(named.object, remote) : podPort(pod, remote);
    const target = isService ? targetPort(named.object, pod, number) : number;
    return { local: localPort(local === remote ? String(number) : local), remote: remotePort(target) };
  });
}

function localPort(text: string): number {
  const port = Number(text === "" ? "0" : text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    const why = /^\d+$/.test(text) ? "value out of range" : "invalid syntax";
    throw new CommandFailure(
      `error: error parsing local port '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`,
    );
  }
  return port;
}

function remotePort(port: number): number {
  if (port > 65_535) {
    throw new CommandFailure(
      `error: error parsing remote port '${port}': strconv.ParseUint: parsing "${port}": value out of range`,
    );
  }
  if (port === 0) {
    throw new CommandFailure(`error: remote port must be > 0`);
  }
  return port;
}

function podPort(pod: KubeObject, text: string): number {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const found = containerPorts(pod).find((port) => textAt(port, "name") === text);
  if (found === undefined) {
    throw new CommandFailure(`error: Pod '${pod.metadata.name}' does not have a named port '${text}'`);
  }
  return Number(member(found, "containerPort"));
}

function containerPorts(pod: KubeObject): readonly unknown[] {
  return listAt(pod, "spec", "containers").flatMap((container) => listAt(container, "ports"));
}

function servicePort(service: KubeObject, text: string): number {
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const found = listAt(service, "spec", "ports").find((port) => textAt(port, "name") === text);
  if (found === undefined) {
    throw new CommandFailure(`error: Service '${service.metadata.name}' does not have a named port '${text}'`);
  }
  return Number(member(found, "port"));
}

/** A service without an address of its own leads to the very port. */
function targetPort(service: KubeObject, pod: KubeObject, number: number): number {
  const found = listAt(service, "spec", "ports").find((port) => member(port, "port") === number);
  if (found === undefined) {
    throw new CommandFailure(`error: Service ${service.metadata.name} does not have a service port ${number}`);
  }
  if (textAt(service, "spec", "clusterIP") === "None") {
    return number;
  }
  const target = textAt(found, "targetPort");
  return target === "" || target === "0" ? number : podPort(pod, target);
}
