import "server-only";
import { type KubeObject, listAt, textAt } from "../objects";
import { policyRows } from "../policy-rules";
import { clusterHeadLines } from "./text";

/** kubectl describe role and clusterrole: a line per resource with all that may be done to it. Without events. */
export async function describeRole(role: KubeObject): Promise<string> {
  const rows = policyRows(listAt(role, "rules")).map((cells) => `  ${cells.join("\t")}\n`);
  return [
    clusterHeadLines(role),
    "PolicyRule:\n",
    "  Resources\tNon-Resource URLs\tResource Names\tVerbs\n",
    "  ---------\t-----------------\t--------------\t-----\n",
    ...rows,
  ].join("");
}

/** kubectl describe rolebinding and clusterrolebinding: without events. */
export async function describeRoleBinding(binding: KubeObject): Promise<string> {
  const subjects = listAt(binding, "subjects").map(
    (subject) => `  ${textAt(subject, "kind")}\t${textAt(subject, "name")}\t${textAt(subject, "namespace")}\n`,
  );
  return [
    clusterHeadLines(binding),
    `Role:\n  Kind:\t${textAt(binding, "roleRef", "kind")}\n  Name:\t${textAt(binding, "roleRef", "name")}\n`,
    "Subjects:\n  Kind\tName\tNamespace\n  ----\t----\t---------\n",
    ...subjects,
  ].join("");
}
