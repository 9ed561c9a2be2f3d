import "server-only";
import { CommandFailure, expectSuccess } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import { metadataShape, type StructShape } from "../../go/struct-json";
import { goText, isMap, sortedKeys } from "../../go/values";
import type { Invocation } from "../../invocation";
import { listAt, member, textAt } from "../../objects";
import { readOutput } from "../../output/formats";
import { printerOf } from "../../output/printer";
import { alignColumns } from "../../table";

const flagTable: FlagTable = {
  "allow-missing-template-keys": { kind: "switch" },
  output: { kind: "value", short: "o" },
  "show-managed-fields": { kind: "switch" },
  template: { kind: "value" },
};

const reviewShape: StructShape = [
  "kind",
  "apiVersion",
  ["metadata", metadataShape],
  ["status", [["userInfo", ["username", "uid", "groups", "extra"]]]],
];
const versions = ["v1", "v1beta1", "v1alpha1"] as const;

/** kubectl auth whoami: how the API server knows this run. */
export async function whoAmI(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "auth whoami");
  const output = await readOutput(flags, call, "objects");
  call.check({ namespace: null, risk: "read", description: "auth whoami" });
  const review = await reviewed(call);
  call.out(
    output === null ? tableOf(member(review, "status", "userInfo")) : printerOf(output, flags, reviewShape)(review),
  );
  return 0;
}

/** Asks in the newest version that the server has. */
async function reviewed(call: Invocation): Promise<unknown> {
  for (const version of versions) {
    const apiVersion = `authentication.k8s.io/${version}`;
    const reply = await call.connection.request({
      method: "POST",
      path: `/apis/${apiVersion}/selfsubjectreviews`,
      body: { apiVersion, kind: "SelfSubjectReview" },
      signal: call.io.signal,
    });
    if (reply.status === 403) {
      throw new CommandFailure(
        "error: the selfsubjectreviews API is not enabled in the cluster or you do not have permission to call it",
      );
    }
    if (reply.status !== 404) {
      return expectSuccess(reply).body;
    }
  }
  throw new CommandFailure("error: the selfsubjectreviews API is not enabled in the cluster");
}

function tableOf(user: unknown): string {
  const extra = member(user, "extra");
  const groups = listAt(user, "groups");
  return alignColumns([
    ["ATTRIBUTE", "VALUE"],
    ...[
      ["Username", textAt(user, "username")],
      ["UID", textAt(user, "uid")],
      ["Groups", groups.length > 0 ? goText(groups) : ""],
    ].filter(([, value]) => value !== ""),
    ...(isMap(extra) ? sortedKeys(extra).map((key) => [`Extra: ${key}`, goText(extra[key])]) : []),
  ]);
}
