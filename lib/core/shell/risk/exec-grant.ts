import type { Grant, KubernetesAct } from "../grant";
import { isExecListed } from "../targets/exec-argvs";
import { riskOfExec } from "./risk-of";

/**
 * What an exec of these words counts as; null when the grant does not list them. Judged anew from the words themselves:
 * that a script holds them does not say that its risk was told from them. `read` is how they are read over there, when
 * that is another way: ssh hands its words to a shell.
 */
export function grantedExecRisk(
  { execs, readList }: Grant,
  argv: readonly string[],
  read: readonly string[] = argv,
): KubernetesAct["risk"] | null {
  return isExecListed(execs, argv) ? riskOfExec(read, readList) : null;
}
