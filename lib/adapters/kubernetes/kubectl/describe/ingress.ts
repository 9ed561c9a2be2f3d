import "server-only";
import { type KubeObject, kubeObject, listAt, member, textAt } from "../objects";
import { endpointsText, slicesOf } from "./endpoint-slices";
import { eventLines } from "./events";
import { corePath } from "./list";
import { refusalText } from "./refusal";
import { annotationLines, clusterHeadLines, labelLines, textOr } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe ingress. */
export async function describeIngress(ingress: KubeObject, viewing: Viewing): Promise<string> {
  const namespace = ingress.metadata.namespace ?? "";
  const defaultBackend = member(ingress, "spec", "defaultBackend");
  const describeBackend = backendDescriber(namespace, viewing);
  const [fallback, rules, events] = await Promise.all([
    defaultBackend === undefined ? "<default>" : describeBackend(defaultBackend),
    Promise.all(listAt(ingress, "spec", "rules").map((rule) => ruleLines(rule, describeBackend))),
    eventLines(ingress, viewing),
  ]);
  return [
    `Name:\t${ingress.metadata.name}\n`,
    labelLines(ingress),
    `Namespace:\t${namespace}\n`,
    `Address:\t${addressText(ingress)}\n`,
    `Ingress Class:\t${textOr("<none>", ingress, "spec", "ingressClassName")}\n`,
    `Default backend:\t${fallback}\n`,
    tlsLines(listAt(ingress, "spec", "tls")),
    "Rules:\n  Host\tPath\tBackends\n  ----\t----\t--------\n",
    rules.join("") || `  *\t*\t${fallback}\n`,
    annotationLines(ingress),
    events,
  ].join("");
}

function addressText(ingress: KubeObject): string {
  const addresses = listAt(ingress, "status", "loadBalancer", "ingress").map(
    (address) => textAt(address, "ip") || textAt(address, "hostname"),
  );
  return [...new Set(addresses.filter((address) => address !== ""))].sort().join(",");
}

function tlsLines(tls: readonly unknown[]): string {
  const lines = tls.map((entry) => {
    const secret = textAt(entry, "secretName");
    return `  ${secret === "" ? "SNI routes" : `${secret} terminates`} ${listAt(entry, "hosts").map(String).join(",")}\n`;
  });
  return lines.length === 0 ? "" : `TLS:\n${lines.join("")}`;
}

type BackendDescriber = (backend: unknown) => Promise<string>;

async function ruleLines(rule: unknown, describeBackend: BackendDescriber): Promise<string> {
  const http = member(rule, "http");
  if (http === undefined) {
    return "";
  }
  const paths = await Promise.all(
    listAt(http, "paths").map(
      async (path) => `    \t${textAt(path, "path")} \t${await describeBackend(member(path, "backend"))}\n`,
    ),
  );
  return `  ${textAt(rule, "host") || "*"}\t\n${paths.join("")}`;
}

/** Asks once for each service that several paths lead to. */
function backendDescriber(namespace: string, viewing: Viewing): BackendDescriber {
  const asked = new Map<string, Promise<Reach>>();
  return async (backend) => {
    const service = member(backend, "service");
    if (service === undefined) {
      return resourceText(member(backend, "resource"));
    }
    const name = textAt(service, "name");
    const reach = asked.get(name) ?? reachOf({ namespace, name }, viewing);
    asked.set(name, reach);
    const number = textAt(service, "port", "number");
    const port = { number, name: textAt(service, "port", "name") };
    return `${name}:${number || port.name} (${endpointsOf(await reach, port)})`;
  };
}

function resourceText(resource: unknown): string {
  return resource === undefined
    ? ""
    : `APIGroup: ${textOr("<none>", resource, "apiGroup")}, Kind: ${textAt(resource, "kind")}, Name: ${textAt(resource, "name")}`;
}

type Reach =
  | { readonly slices: readonly KubeObject[]; readonly service: KubeObject; readonly error: null }
  | { readonly error: string };

async function reachOf(subject: { namespace: string; name: string }, viewing: Viewing): Promise<Reach> {
  const path = `${corePath("services", subject.namespace)}/${encodeURIComponent(subject.name)}`;
  const [slices, service] = await Promise.all([
    slicesOf(subject, viewing),
    viewing.call.connection.request({ path, signal: viewing.call.io.signal }),
  ]);
  const refused = slices.refused ?? (service.status === 200 ? null : service);
  return refused === null
    ? { slices: slices.items, service: kubeObject.parse(service.body), error: null }
    : { error: refusalText(refused) };
}

function endpointsOf(reach: Reach, port: { number: string; name: string }): string {
  if (reach.error !== null) {
    return `<error: ${reach.error}>`;
  }
  const named = listAt(reach.service, "spec", "ports").filter(
    (candidate) =>
      (port.number !== "" && textAt(candidate, "port") === port.number) ||
      (port.name !== "" && textAt(candidate, "name") === port.name),
  );
  return endpointsText(reach.slices, textAt(named.at(-1), "name"));
}

/** kubectl describe ingressclass. */
export async function describeIngressClass(ingressClass: KubeObject, viewing: Viewing): Promise<string> {
  const parameters = member(ingressClass, "spec", "parameters");
  const group = textAt(parameters, "apiGroup");
  return [
    clusterHeadLines(ingressClass),
    `Controller:\t${textAt(ingressClass, "spec", "controller")}\n`,
    parameters === undefined
      ? ""
      : `Parameters:\n${group && `  APIGroup:\t${group}\n`}  Kind:\t${textAt(parameters, "kind")}\n  Name:\t${textAt(parameters, "name")}\n`,
    await eventLines(ingressClass, viewing),
  ].join("");
}
