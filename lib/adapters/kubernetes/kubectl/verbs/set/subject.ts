import "server-only";
import { isDeepStrictEqual } from "node:util";
import { CommandFailure } from "../../failure";
import { parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { listAt } from "../../objects";
import { replacedAt } from "../../pod-spec";
import { subjectFlags, subjectsOf } from "../create/roles";
import { changeObjects, setFlags } from "./template-change";

const { "field-selector": _fields, ...ownFlags } = setFlags;

/** kubectl set subject: more users, groups and service accounts of a binding. */
export async function setSubject(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, { ...ownFlags, ...subjectFlags }, "set subject");
  return changeObjects(call, {
    flags,
    words: flags.words,
    operation: "subjects updated",
    onFailure: "failed to patch subjects to rolebinding:",
    change: (object, { target: { type, name }, problems }) => {
      const wanted = subjectsOf(flags);
      if (wanted.length === 0) {
        throw new CommandFailure("error: you must specify at least one value of user, group or serviceaccount");
      }
      if (type.kind !== "RoleBinding" && type.kind !== "ClusterRoleBinding") {
        problems.push(
          `error: ${type.plural}/${name} setting subjects is only supported for RoleBinding/ClusterRoleBinding\n`,
        );
        return null;
      }
      const present = listAt(object, "subjects");
      const added = wanted.filter((subject) => !present.some((one) => isDeepStrictEqual({ ...subject }, one)));
      const subjects = [...present, ...added];
      return added.length === 0 ? null : { patch: { subjects }, object: replacedAt(object, ["subjects"], subjects) };
    },
  });
}
