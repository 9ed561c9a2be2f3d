import "server-only";
import { CommandFailure, plainMessage, serverFailure } from "../../failure";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeList, member, textAt } from "../../objects";
import { podSpecPath } from "../../pod-spec";
import type { Target } from "../../target";
import { REVISION } from "./state";

/** One state that a workload had: its number, why it was made, and the object that keeps it. */
export type Revision = { readonly number: number; readonly cause: string; readonly keeper: KubeObject };

/** kubectl's words for what needs the revisions. */
type Words = { readonly viewer: string; readonly purpose: string };

/** The revisions of a deployment, daemon set or stateful set, oldest first. */
export async function revisionsOf(call: Invocation, target: Target, words: Words): Promise<readonly Revision[]> {
  const { type, object } = target;
  if (type.group !== "apps" || !["Deployment", "DaemonSet", "StatefulSet"].includes(type.kind)) {
    const kind = `"${type.kind}${type.group === "" ? "" : `.${type.group}`}"`;
    throw new CommandFailure(
      podSpecPath(type)
        ? `error: no ${words.viewer} has been implemented for ${kind}`
        : `error: error retrieving ${words.purpose} for ${kind}, no visitor method exists for {${type.group} ${type.kind}}`,
    );
  }
  const isDeployment = type.kind === "Deployment";
  const keepers = isDeployment ? "replicasets" : "controllerrevisions";
  const query = new URLSearchParams({ labelSelector: selectorText(object) });
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(target.namespace ?? call.namespace)}/${keepers}?${query}`;
  call.check({ namespace: target.namespace, risk: "read", description: `get ${keepers}` });
  const reply = await call.connection.request({ path, signal: call.io.signal });
  if (reply.status !== 200) {
    throw unseenHistory(target, plainMessage(serverFailure(reply)));
  }
  return kubeList
    .parse(reply.body)
    .items.filter(({ metadata }) =>
      metadata.ownerReferences?.some(({ uid, controller }) => controller === true && uid === object?.metadata.uid),
    )
    .map((keeper) => ({
      number: isDeployment
        ? Number(keeper.metadata.annotations?.[REVISION] ?? Number.NaN)
        : Number(member(keeper, "revision")),
      cause: keeper.metadata.annotations?.["kubernetes.io/change-cause"] ?? "",
      keeper,
    }))
    .filter(({ number }) => !Number.isNaN(number))
    .sort((a, b) => a.number - b.number);
}

function unseenHistory({ type, name }: Target, why: string): CommandFailure {
  const sought =
    type.kind === "Deployment"
      ? `failed to retrieve replica sets from deployment ${name}`
      : `unable to find history controlled by ${type.kind} ${name}`;
  return new CommandFailure(`error: ${sought}: ${why}`);
}

/** A label selector with both of its forms, as a query takes it. */
function selectorText(object: KubeObject | null): string {
  const labels = Object.entries(member(object, "spec", "selector", "matchLabels") ?? {});
  const expressions = member(object, "spec", "selector", "matchExpressions");
  return [
    ...labels.map(([key, value]) => `${key}=${String(value)}`),
    ...(Array.isArray(expressions) ? expressions : []).map(expressionText),
  ].join(",");
}

function expressionText(expression: unknown): string {
  const key = textAt(expression, "key");
  const found = member(expression, "values");
  const values = Array.isArray(found) ? `(${found.join(",")})` : "";
  switch (textAt(expression, "operator")) {
    case "In":
      return `${key} in ${values}`;
    case "NotIn":
      return `${key} notin ${values}`;
    case "Exists":
      return key;
    default:
      return `!${key}`;
  }
}
