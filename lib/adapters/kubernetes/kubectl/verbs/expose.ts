import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { givenPlace } from "../manifests";
import { entriesAt, type KubeObject, kubeObject, listAt, member, textAt } from "../objects";
import { pairOf } from "../pairs";
import { changeCause, recordFlag, withCause } from "../record";
import { resolveType } from "../resources";
import { selectionFlags, selectTargets } from "../selection";
import { post } from "./create/post";

const flagTable: FlagTable = {
  ...changeFlags,
  ...recordFlag,
  ...selectionFlags,
  "cluster-ip": { kind: "value" },
  "external-ip": { kind: "value" },
  labels: { kind: "value", short: "l" },
  "load-balancer-ip": { kind: "value" },
  name: { kind: "value" },
  "override-type": { kind: "value" },
  overrides: { kind: "value" },
  port: { kind: "value" },
  protocol: { kind: "value" },
  selector: { kind: "value" },
  "session-affinity": { kind: "value" },
  "target-port": { kind: "value" },
  type: { kind: "value" },
};

const exposable = new Set(["deployments", "pods", "replicasets", "replicationcontrollers", "services"]);

/** kubectl expose: a service for the pods of a workload, of a pod, or of another service. */
export async function expose(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "expose");
  if (flags.get("overrides") !== undefined) {
    throw new CommandFailure("error: expose --overrides does not run from here: copy it and run it by hand");
  }
  const dryRun = dryRunOf(flags);
  const print = changePrinter(call, flags, { dryRun, isTyped: true });
  const type = await resolveType(call, "services");
  const options = { query: changeQuery(flags, "kubectl-expose", dryRun), risk: riskUnder(dryRun, "change") };
  // A label selector chooses nothing here: it is the service's own.
  const choosing = { ...flags, get: (long: string) => (long === "selector" ? undefined : flags.get(long)) };
  for (const source of await selectTargets(call, { flags: choosing, words: flags.words })) {
    if (!source.object || !exposable.has(source.type.plural)) {
      throw new CommandFailure(`error: cannot expose a ${source.type.kind}${group(source.type.group)}`);
    }
    const name = flags.get("name") || source.name;
    const plain = kubeObject.parse(serviceOf(source.object, flags, { name, ...givenPlace(call) }));
    const object = withCause(plain, changeCause(call, flagTable));
    const target = { type, namespace: call.namespace, name, object, source: "" };
    print(target, dryRun === "client" ? object : await post(call, target, options), "exposed");
  }
  return 0;
}

function group(name: string): string {
  return name === "" ? "" : `.${name}`;
}

function serviceOf(source: KubeObject, flags: Flags, named: { readonly name: string; readonly namespace?: string }) {
  const labels = flags.get("labels") ? pairs(flags.get("labels") ?? "") : (source.metadata.labels ?? {});
  const spec = present({
    ports: portsOf(source, flags),
    selector: selectorOf(source, flags),
    type: flags.get("type"),
    externalIPs: flags.get("external-ip") ? [flags.get("external-ip")] : undefined,
    clusterIP: flags.get("cluster-ip"),
    loadBalancerIP: flags.get("load-balancer-ip"),
    sessionAffinity: flags.get("session-affinity"),
  });
  const metadata = { ...named, ...(Object.keys(labels).length > 0 && { labels }) };
  return { apiVersion: "v1", kind: "Service", metadata, spec, status: { loadBalancer: {} } };
}

function present(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ""));
}

function pairs(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(",").map(pairOf));
}

function selectorOf(source: KubeObject, flags: Flags): Readonly<Record<string, string>> {
  if (flags.get("selector")) {
    return pairs(flags.get("selector") ?? "");
  }
  const own = source.kind === "Pod" ? source.metadata.labels : undefined;
  const selector = own ?? member(source, "spec", "selector", "matchLabels") ?? member(source, "spec", "selector");
  return Object.fromEntries(entriesAt(selector));
}

/** The ports that the flags say, else those of the containers or of the service. */
function portsOf(source: KubeObject, flags: Flags): readonly unknown[] {
  const said = flags.get("port") || foundPorts(source).join(",");
  if (said === "") {
    throw new CommandFailure("error: couldn't find port via --port flag or introspection");
  }
  const numbers = said.split(",");
  return numbers.map((text, at) => {
    const port = Number(text);
    const target = flags.get("target-port") || text;
    return {
      ...(numbers.length > 1 && { name: `port-${at + 1}` }),
      port,
      protocol: flags.get("protocol") || "TCP",
      targetPort: /^\d+$/.test(target) ? Number(target) : target,
    };
  });
}

function foundPorts(source: KubeObject): readonly string[] {
  if (source.kind === "Service") {
    return listAt(source, "spec", "ports").map((port) => textAt(port, "port"));
  }
  const pod = source.kind === "Pod" ? source : member(source, "spec", "template");
  return listAt(pod, "spec", "containers").flatMap((container) =>
    listAt(container, "ports").map((port) => textAt(port, "containerPort")),
  );
}
