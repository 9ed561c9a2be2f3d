import "server-only";
import { parseDocument } from "yaml";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { isMap } from "../../go/values";
import type { givenPlace } from "../../manifests";
import { mergePatched } from "../../merge-patch";
import { type KubeObject, kubeObject, listAt } from "../../objects";
import { pairOf } from "../../pairs";

/** The pod that the flags of kubectl run describe. */
export function podOf(flags: Flags, name: string, place: ReturnType<typeof givenPlace>): KubeObject {
  const annotations = flags.all("annotations").flatMap((list) => list.split(","));
  const plain = {
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
  return kubeObject.parse(overridden(plain, flags.get("overrides") ?? ""));
}

/** The pod with what `--overrides` says of it; a container that it brings gets what a struct always prints. */
function overridden(pod: Readonly<Record<string, unknown>>, text: string): unknown {
  if (text === "") {
    return pod;
  }
  const merged = mergePatched(pod, overrides(text));
  const containers = listAt(merged, "spec", "containers").map((container) =>
    Object.assign({ resources: {} }, container),
  );
  return mergePatched(merged, { spec: { containers } });
}

function overrides(text: string): unknown {
  const document = parseDocument(text);
  const value: unknown = document.errors.length === 0 ? document.toJS() : null;
  if (!isMap(value)) {
    throw new CommandFailure("error: Invalid JSON Patch");
  }
  return value;
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
    ...(flags.has("stdin") && { stdin: true, ...(!flags.has("leave-stdin-open") && { stdinOnce: true }) }),
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
