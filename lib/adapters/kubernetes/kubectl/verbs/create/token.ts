import "server-only";
import { changeFlags, changePrinter } from "../../changes";
import { goDurationSeconds } from "../../durations";
import { CommandFailure, plainMessage } from "../../failure";
import { type Flags, type FlagTable, parseFlags } from "../../flags";
import { metadataShape, type StructShape } from "../../go/struct-json";
import type { Invocation } from "../../invocation";
import { textAt } from "../../objects";
import { type ResourceType, resolveType, resourcePath } from "../../resources";

const { "dry-run": _dryRun, "field-manager": _manager, ...printFlags } = changeFlags;
const flagTable: FlagTable = {
  ...printFlags,
  audience: { kind: "list" },
  "bound-object-kind": { kind: "value" },
  "bound-object-name": { kind: "value" },
  "bound-object-uid": { kind: "value" },
  duration: { kind: "duration" },
};
const shape: StructShape = [
  "kind",
  "apiVersion",
  ["metadata", metadataShape],
  ["spec", ["audiences", "expirationSeconds", ["boundObjectRef", ["kind", "apiVersion", "name", "uid"]]]],
  ["status", ["token", "expirationTimestamp"]],
];

/** kubectl create token: a token of a service account. It is a secret, which stored output does not keep. */
export async function createToken(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "create token");
  const [name, ...more] = flags.words;
  if (name === undefined || more.length > 0) {
    throw new CommandFailure(
      `error: exactly one NAME is required, got ${flags.words.length}\nSee 'kubectl create token -h' for help and examples`,
    );
  }
  const problem = problems(flags, name).find(([isThere]) => isThere);
  if (problem) {
    throw new CommandFailure(`error: ${problem[1]}`);
  }
  const accounts = await resolveType(call, "serviceaccounts");
  const token = await requested(call, { accounts, name, flags });
  if ((flags.get("output") ?? "") === "") {
    call.out(textAt(token, "status", "token"));
    return 0;
  }
  const print = changePrinter(call, flags, { dryRun: "none", isTyped: true, shape });
  print({ type: { ...accounts, kind: "TokenRequest", group: "authentication.k8s.io" }, name: "" }, token, "");
  return 0;
}

function problems(flags: Flags, name: string): readonly (readonly [boolean, string])[] {
  const [kind, object, uid] = ["kind", "name", "uid"].map((part) => flags.get(`bound-object-${part}`) ?? "");
  const seconds = goDurationSeconds(flags.get("duration") ?? "0s") ?? 0;
  return [
    [name === "", "service account name is required"],
    [seconds < 0, "--duration must be greater than or equal to 0"],
    [!Number.isInteger(seconds), "--duration cannot be expressed in units less than seconds"],
    [flags.all("audience").includes(""), "--audience must not be an empty string"],
    [kind === "" && object !== "", "--bound-object-name can only be set if --bound-object-kind is provided"],
    [kind === "" && uid !== "", "--bound-object-uid can only be set if --bound-object-kind is provided"],
    [!/^(?:|Node|Pod|Secret)$/.test(kind ?? ""), "supported --bound-object-kind values are Node, Pod, Secret"],
    [kind !== "" && object === "", "--bound-object-name is required if --bound-object-kind is provided"],
  ];
}

async function requested(
  call: Invocation,
  { accounts, name, flags }: { readonly accounts: ResourceType; readonly name: string; readonly flags: Flags },
): Promise<unknown> {
  const { namespace } = call;
  call.check({ namespace, risk: "change", description: `create a token of serviceaccounts/${name}` });
  const seconds = goDurationSeconds(flags.get("duration") ?? "0s") ?? 0;
  const [kind = "", uid = ""] = [flags.get("bound-object-kind"), flags.get("bound-object-uid")];
  const bound = { kind, apiVersion: "v1", name: flags.get("bound-object-name"), ...(uid !== "" && { uid }) };
  const body = {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: {
      audiences: flags.all("audience"),
      ...(seconds > 0 && { expirationSeconds: seconds }),
      ...(kind !== "" && { boundObjectRef: bound }),
    },
  };
  try {
    return (await call.ask({ method: "POST", path: `${resourcePath(accounts, namespace, name)}/token`, body })).body;
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.refusal === null) {
      throw error;
    }
    throw new CommandFailure(`error: failed to create token: ${plainMessage(error)}`);
  }
}
