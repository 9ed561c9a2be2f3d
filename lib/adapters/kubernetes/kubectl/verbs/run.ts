import "server-only";
import { changeFlags, changePrinter, changeQuery, dryRunOf, riskUnder } from "../changes";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { withLastApplied } from "../last-applied";
import { givenPlace } from "../manifests";
import { kubeObject } from "../objects";
import { pairOf } from "../pairs";
import { recordFlag } from "../record";
import { resolveType } from "../resources";
import { post } from "./create/post";

const flagTable: FlagTable = {
  ...changeFlags,
  ...recordFlag,
  annotations: { kind: "list" },
  attach: { kind: "switch" },
  cascade: { kind: "value" },
  command: { kind: "switch" },
  env: { kind: "list" },
  expose: { kind: "switch" },
  image: { kind: "value" },
  "image-pull-policy": { kind: "value" },
  labels: { kind: "value", short: "l" },
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

/** kubectl run of a pod that works by itself. What would stay connected to it is for a person at a terminal. */
export async function run(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "run");
  refuse(flags);
  const dryRun = dryRunOf(flags);
  const [name = ""] = flags.words;
  const plain = kubeObject.parse(podOf(flags, name, givenPlace(call)));
  const object = flags.has("save-config") ? withLastApplied(plain) : plain;
  const type = await resolveType(call, "pods");
  const target = { type, namespace: call.namespace, name, object, source: "" };
  const options = { query: changeQuery(flags, "kubectl-run", dryRun), risk: riskUnder(dryRun, "change") };
  const made = dryRun === "client" ? object : await post(call, target, options);
  changePrinter(call, flags, { dryRun, isTyped: true })(target, made, "created");
  return 0;
}

function refuse(flags: Flags): void {
  const [image, restart, policy] = [
    flags.get("image"),
    flags.get("restart") ?? "Always",
    flags.get("image-pull-policy") ?? "",
  ];
  const isAttached = ["attach", "stdin", "tty"].some((flag) => flags.has(flag));
  const problems: readonly (readonly [boolean, string])[] = [
    [image === undefined, 'required flag(s) "image" not set'],
    [flags.words.length === 0, `NAME is required for run\n${USAGE}`],
    [!IMAGE.test(image ?? ""), `Invalid image name ${JSON.stringify(image)}: invalid reference format`],
    [!["Always", "OnFailure", "Never"].includes(restart), `invalid restart policy: ${restart}\n${USAGE}`],
    [flags.has("rm") && !isAttached, `--rm should only be used for attached containers\n${USAGE}`],
    [!["", "Always", "IfNotPresent", "Never"].includes(policy), `invalid image pull policy: ${policy}\n${USAGE}`],
    [flags.has("expose") && !flags.get("port"), `--port must be set when exposing a service\n${USAGE}`],
    [
      isAttached || flags.has("expose") || flags.get("overrides") !== undefined,
      "kubectl run with -i, -t, --attach, --expose or --overrides does not run from here: start the pod with --restart=Never, then exec or logs; or copy it and run it by hand",
    ],
  ];
  const found = problems.find(([isThere]) => isThere);
  if (found) {
    throw new CommandFailure(`error: ${found[1]}`);
  }
}

function podOf(flags: Flags, name: string, place: ReturnType<typeof givenPlace>) {
  const annotations = flags.all("annotations").flatMap((list) => list.split(","));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      ...place,
      labels: labelsOf(flags.get("labels") ?? "", name),
      ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations.map(pairOf)) }),
    },
    spec: {
      containers: [containerOf(flags, name)],
      dnsPolicy: "ClusterFirst",
      restartPolicy: flags.get("restart") ?? "Always",
    },
    status: {},
  };
}

function labelsOf(text: string, name: string): Readonly<Record<string, string>> {
  if (text === "") {
    return { run: name };
  }
  const wrong = text.split(",").find((pair) => !pair.includes("="));
  if (wrong !== undefined) {
    throw new CommandFailure(`error: unexpected label spec: ${wrong}`);
  }
  return Object.fromEntries(text.split(",").map(pairOf));
}

function containerOf(flags: Flags, name: string) {
  const words = [...flags.words.slice(1), ...(flags.rest ?? [])];
  const env = flags.all("env").map((variable) => {
    if (!/^[^=]+=/.test(variable)) {
      throw new CommandFailure(`error: invalid env: ${variable}`);
    }
    const [key, value] = pairOf(variable);
    return { name: key, value };
  });
  const policy = flags.get("image-pull-policy") ?? "";
  return {
    name,
    image: flags.get("image"),
    ...(words.length > 0 && (flags.has("command") ? { command: words } : { args: words })),
    ...(env.length > 0 && { env }),
    ...(policy !== "" && { imagePullPolicy: policy }),
    ...portsOf(flags),
    resources: {},
    ...(flags.has("privileged") && { securityContext: { privileged: true } }),
  };
}

function portsOf(flags: Flags) {
  const text = flags.get("port") ?? "";
  if (text !== "" && !/^[+-]?\d+$/.test(text)) {
    throw new CommandFailure(`error: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return text === "" ? {} : { ports: [{ containerPort: Number(text) }] };
}
