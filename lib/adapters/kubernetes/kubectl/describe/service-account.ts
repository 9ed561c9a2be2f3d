import "server-only";
import { type KubeObject, listAt, textAt } from "../objects";
import { eventLines } from "./events";
import { headLines, linesUnder } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe serviceaccount. */
export async function describeServiceAccount(account: KubeObject, viewing: Viewing): Promise<string> {
  const pulls = listAt(account, "imagePullSecrets").map((secret) => textAt(secret, "name"));
  return [headLines(account), linesUnder("Image pull secrets", pulls), await eventLines(account, viewing)].join("");
}
