import "server-only";
import { randomInt } from "node:crypto";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { kubeObject, member } from "../../objects";
import { resolveType, resourcePath } from "../../resources";
import type { CreateKind, Made } from "./kind";

export const deployment: CreateKind = {
  name: "deployment",
  saysFailed: "failed to create deployment:",
  takesCommand: true,
  flags: { image: { kind: "list" }, port: { kind: "value" }, replicas: { kind: "value", short: "r" } },
  required: ["image"],
  make: (flags, name) => {
    const images = flags.all("image").flatMap((list) => list.split(","));
    const command = flags.rest ?? [];
    if (images.length > 1 && command.length > 0) {
      throw new CommandFailure("error: cannot specify multiple --image options and command");
    }
    const port = flags.get("port");
    const containers = images.map((image, index) => ({
      image,
      name: containerName(image),
      ...(command.length > 0 && { command }),
      ...(port !== undefined && index === 0 && { ports: [{ containerPort: Number(port) }] }),
      resources: {},
    }));
    const labels = { app: name };
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { labels },
      spec: {
        replicas: Number(flags.get("replicas") ?? 1),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels }, spec: { containers } },
      },
      status: {},
    };
  },
};

const SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;

/** `registry:5000/team/web-app:1.2@sha256:…` gives "web-app"; a name that had to be changed gets a random end. */
function containerName(image: string): string {
  const last = image.replace(/@.*$/, "").split("/").at(-1) ?? image;
  const plain = last.replace(/:.*$/, "");
  const name = plain.replace(/[^-a-zA-Z0-9]/g, "-");
  const end = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_LETTERS[randomInt(SUFFIX_LETTERS.length)]).join("");
  return name === plain ? name : `${name}-${end}`;
}

function podSpec(flags: Flags, name: string, restartPolicy: string): unknown {
  const command = flags.rest ?? flags.words.slice(1);
  const container = { ...(command.length > 0 && { command }), image: flags.get("image"), name, resources: {} };
  return { containers: [container], restartPolicy };
}

export const job: CreateKind = {
  name: "job",
  saysFailed: "failed to create job:",
  takesCommand: true,
  flags: { image: { kind: "value" }, from: { kind: "value" } },
  make: async (flags, name, call) => {
    const [image, from] = [flags.get("image") ?? "", flags.get("from") ?? ""];
    if (image === "" && from === "") {
      throw new CommandFailure("error: either --image or --from must be specified");
    }
    if (image !== "" && from !== "") {
      throw new CommandFailure("error: only one of --image or --from can be specified");
    }
    if (from !== "") {
      return jobFrom(call, from);
    }
    const template = { metadata: {}, spec: podSpec(flags, name, "Never") };
    return { apiVersion: "batch/v1", kind: "Job", spec: { template }, status: {} };
  },
};

/** A run of a cron job out of turn. */
async function jobFrom(call: Invocation, from: string): Promise<Made> {
  const [word = "", name = ""] = from.split("/");
  const type = await resolveType(call, word);
  call.check({ namespace: call.namespace, risk: "read", description: `get ${type.plural}/${name}` });
  const cron = kubeObject.parse((await call.ask({ path: resourcePath(type, call.namespace, name) })).body);
  if (type.kind !== "CronJob") {
    throw new CommandFailure("error: from must be an existing cronjob");
  }
  if (type.version !== "v1") {
    throw new CommandFailure(`error: unknown object type *${type.version}.CronJob`);
  }
  const template = member(cron, "spec", "jobTemplate");
  const annotations = Object.assign(
    { "cronjob.kubernetes.io/instantiate": "manual" },
    member(template, "metadata", "annotations"),
  );
  const labels = member(template, "metadata", "labels");
  const owner = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    name,
    uid: cron.metadata.uid ?? "",
    controller: true,
  };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { annotations, ...(labels !== undefined && { labels }), ownerReferences: [owner] },
    spec: member(template, "spec"),
    status: {},
  };
}

export const cronJob: CreateKind = {
  name: "cronjob",
  saysFailed: "failed to create cronjob:",
  takesCommand: true,
  flags: { image: { kind: "value" }, schedule: { kind: "value" }, restart: { kind: "value" } },
  required: ["image", "schedule"],
  make: (flags, name) => ({
    apiVersion: "batch/v1",
    kind: "CronJob",
    spec: {
      jobTemplate: {
        metadata: { name },
        spec: { template: { metadata: {}, spec: podSpec(flags, name, flags.get("restart") || "OnFailure") } },
      },
      schedule: flags.get("schedule"),
    },
    status: {},
  }),
};
