import "server-only";
import { type KubeObject, listAt, textAt } from "../objects";
import { claimLines } from "./claim";
import { eventLines } from "./events";
import { corePath, listAll } from "./list";
import { conditionTable, goList, linesUnder, longTime, nameLines } from "./text";
import { statusLine, type Viewing } from "./viewing";

/** kubectl describe persistentvolumeclaim. */
export async function describePersistentVolumeClaim(claim: KubeObject, viewing: Viewing): Promise<string> {
  const [users, events] = await Promise.all([podsUsing(claim, viewing), eventLines(claim, viewing)]);
  const finalizers = goList(listAt(claim, "metadata", "finalizers"));
  return [
    nameLines(claim),
    claimLines(claim, {
      status: statusLine(claim, textAt(claim, "status", "phase"), viewing),
      finalizers: `Finalizers:\t${finalizers}\n`,
    }),
    linesUnder("Used By", users),
    conditionLines(claim),
    events,
  ].join("");
}

/** The pods that mount the claim, and those that it was made for. */
async function podsUsing(claim: KubeObject, viewing: Viewing): Promise<readonly string[]> {
  const { name, namespace, ownerReferences } = claim.metadata;
  const pods = await listAll({ path: corePath("pods", namespace) }, viewing);
  const isOwner = (pod: KubeObject) =>
    ownerReferences?.some((owner) => owner.kind === "Pod" && owner.uid === pod.metadata.uid) === true;
  return pods
    .flatMap((pod) => {
      const mounts = listAt(pod, "spec", "volumes").filter(
        (volume) => textAt(volume, "persistentVolumeClaim", "claimName") === name,
      );
      return Array.from({ length: mounts.length || (isOwner(pod) ? 1 : 0) }, () => pod.metadata.name);
    })
    .sort();
}

function conditionLines(claim: KubeObject): string {
  return conditionTable(
    claim,
    "Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage",
    (condition) =>
      `${textAt(condition, "type")} \t${textAt(condition, "status")} \t${longTime(textAt(condition, "lastProbeTime"))} \t${longTime(textAt(condition, "lastTransitionTime"))} \t${textAt(condition, "reason")} \t${textAt(condition, "message")}`,
  );
}
