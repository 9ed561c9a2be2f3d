import "server-only";
import { type KubeObject, textAt } from "../objects";
import { corePath, listAll } from "./list";
import { selectorText } from "./selector";
import type { Viewing } from "./viewing";

/** How many pods of a controller are in which phase: "1 Running / 0 Waiting / 0 Succeeded / 0 Failed". */
export async function podCounts(controller: KubeObject, selector: unknown, viewing: Viewing): Promise<string> {
  const { uid, namespace } = controller.metadata;
  const pods = await listAll({ path: corePath("pods", namespace), labelSelector: selectorText(selector) }, viewing);
  const phases = pods
    .filter((pod) => pod.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid))
    .map((pod) => textAt(pod, "status", "phase"));
  const count = (phase: string) => phases.filter((candidate) => candidate === phase).length;
  return `${count("Running")} Running / ${count("Pending")} Waiting / ${count("Succeeded")} Succeeded / ${count("Failed")} Failed`;
}
