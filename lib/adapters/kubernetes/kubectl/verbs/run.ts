import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { withLastApplied } from "../last-applied";
import { givenPlace } from "../manifests";
import { changeCause, recordFlag, withCause } from "../record";
import { resolveType } from "../resources";
import { post } from "./create/post";
import { runAttached } from "./run/attached";
import { exposeRun } from "./run/exposed";
import { podOf } from "./run/pod";

const flagTable: FlagTable = {
  ...changeFlags,
  ...recordFlag,
  annotations: { kind: "list" },
  attach: { kind: "switch" },
  command: { kind: "switch" },
  env: { kind: "list" },
  expose: { kind: "switch" },
  force: { kind: "switch" },
  "grace-period": { kind: "int" },
  image: { kind: "value" },
  "image-pull-policy": { kind: "value" },
  labels: { kind: "value", short: "l" },
  "leave-stdin-open": { kind: "switch" },
  "override-type": { kind: "value" },
  overrides: { kind: "value" },
  "pod-running-timeout": { kind: "duration" },
  port: { kind: "value" },
  privileged: { kind: "switch" },
  quiet: { kind: "switch", short: "q" },
  restart: { kind: "value" },
  rm: { kind: "switch" },
  "save-config": { kind: "switch" },
  stdin: { kind: "switch", short: "i" },
  tty: { kind: "switch", short: "t" },
};

const USAGE = "See 'kubectl run -h' for help and examples";
const IMAGE =
  /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::[\w][\w.-]{0,127})?(?:@\w+:[0-9a-fA-F]{32,})?$/;

/** kubectl run: a pod, left to itself, or one whose output is followed until it ends. A terminal is not given. */
export async function run(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "run");
  const isAttached = flags.get("attach") === undefined ? flags.has("stdin") : flags.has("attach");
  refuse(flags, isAttached);
  const dryRun = dryRunOf(flags);
  const [name = ""] = flags.words;
  const cause = changeCause(call, flagTable);
  const plain = withCause(podOf(flags, name, givenPlace(call)), cause);
  const object = flags.has("save-config") ? withLastApplied(plain) : plain;
  const type = await resolveType(call, "pods");
  const target = { type, namespace: call.namespace, name, object, source: "" };
  const options = { query: changeQuery(flags, "kubectl-run", dryRun), risk: riskUnder(dryRun, "change") };
  if (isAttached) {
    return runAttached(call, target, { flags, query: options.query });
  }
  const made = dryRun === "client" ? object : await post(call, target, options);
  const print = changePrinter(call, flags, { dryRun, isTyped: true });
  try {
    if (flags.has("expose")) {
      await exposeRun(call, name, { flags, dryRun, print, cause });
    }
  } finally {
    print(target, made, "created");
  }
  return 0;
}

function refuse(flags: Flags, isAttached: boolean): void {
  const found = problems(flags, isAttached).find(([isThere]) => isThere);
  if (found) {
    throw new CommandFailure(`error: ${found[1]}`);
  }
}

function problems(flags: Flags, isAttached: boolean): readonly (readonly [boolean, string])[] {
  const [image, restart, policy] = [
    flags.get("image"),
    flags.get("restart") ?? "Always",
    flags.get("image-pull-policy") ?? "",
  ];
  return [
    [image === undefined, 'required flag(s) "image" not set'],
    [flags.words.length === 0, `NAME is required for run\n${USAGE}`],
    [!IMAGE.test(image ?? ""), `Invalid image name ${JSON.stringify(image)}: invalid reference format`],
    [flags.has("tty") && !flags.has("stdin"), `-i/--stdin is required for containers with -t/--tty=true\n${USAGE}`],
    [!["Always", "OnFailure", "Never"].includes(restart), `invalid restart policy: ${restart}\n${USAGE}`],
    [flags.has("rm") && !isAttached, `--rm should only be used for attached containers\n${USAGE}`],
    [
      isAttached && dryRunOf(flags) !== "none",
      `--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)\n${USAGE}`,
    ],
    [!["", "Always", "IfNotPresent", "Never"].includes(policy), `invalid image pull policy: ${policy}\n${USAGE}`],
    [flags.has("expose") && !flags.get("port"), `--port must be set when exposing a service\n${USAGE}`],
    [
      flags.has("expose") && isAttached,
      "kubectl run --expose of a pod that is attached to does not run from here: run the pod, then expose it",
    ],
    [
      (flags.get("override-type") ?? "merge") !== "merge" && (flags.get("overrides") ?? "") !== "",
      "kubectl run takes overrides of the type merge here: leave --override-type out, or copy it and run it by hand",
    ],
  ];
}
