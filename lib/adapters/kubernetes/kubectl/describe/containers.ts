import "server-only";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";
import { environmentLines } from "./environment";
import { probeText } from "./probe";
import { countAt, longTime, quantityLines, titleFlag } from "./text";

/** Whose containers: a pod, which has states and fields; or a template, which is indented. */
export type ContainerScene = { readonly pod: KubeObject | null; readonly indent: string };

type Block = {
  readonly title: string;
  readonly containers: readonly unknown[];
  readonly statuses: readonly unknown[];
};

/** The containers of a pod spec: the initial ones when there are any, the lasting ones, those added to debug. */
export function containerBlocks(spec: unknown, scene: ContainerScene): string {
  const blocks = [
    { title: "Init Containers", list: "initContainers", states: "initContainerStatuses" },
    { title: "Containers", list: "containers", states: "containerStatuses" },
    { title: "Ephemeral Containers", list: "ephemeralContainers", states: "ephemeralContainerStatuses" },
  ].map(({ title, list, states }) => ({
    title,
    containers: listAt(spec, list),
    statuses: listAt(scene.pod, "status", states),
  }));
  return blocks
    .filter(({ title, containers }) => title === "Containers" || containers.length > 0)
    .map((block) => containerBlock(block, scene))
    .join("");
}

function containerBlock({ title, containers, statuses }: Block, { pod, indent }: ContainerScene): string {
  const texts = containers.map((container) => {
    const name = textAt(container, "name");
    const status = statuses.find((candidate) => textAt(candidate, "name") === name);
    return [
      `  ${indent === "" ? "" : " "}${name}:\n`,
      imageLines(container, status),
      portLines(container),
      seccompLines(container),
      words("Command", listAt(container, "command")),
      words("Args", listAt(container, "args")),
      status === undefined ? "" : stateLines(status),
      resourceLines(member(container, "resources"), "    "),
      probeLines(container),
      environmentLines(container, pod),
      mountLines(container),
    ].join("");
  });
  return `${indent}${title}:${containers.length === 0 ? " <none>" : ""}\n${texts.join("")}`;
}

function imageLines(container: unknown, status: unknown): string {
  const image = `    Image:\t${textAt(container, "image")}\n`;
  return status === undefined
    ? image
    : `    Container ID:\t${textAt(status, "containerID")}\n${image}    Image ID:\t${textAt(status, "imageID")}\n`;
}

function portLines(container: unknown): string {
  const ports = listAt(container, "ports");
  const line = (title: string, key: string) => {
    const texts = ports.map((port) => {
      const name = textAt(port, "name");
      return `${countAt(port, key)}/${textAt(port, "protocol")}${name ? ` (${name})` : ""}`;
    });
    return `    ${title}${ports.length > 1 ? "s" : ""}:\t${texts.join(", ") || "<none>"}\n`;
  };
  return line("Port", "containerPort") + line("Host Port", "hostPort");
}

function seccompLines(container: unknown): string {
  const profile = member(container, "securityContext", "seccompProfile");
  if (profile === undefined) {
    return "";
  }
  const type = textAt(profile, "type");
  const local = type === "Localhost" ? `      LocalhostProfile:\t${textAt(profile, "localhostProfile")}\n` : "";
  return `    SeccompProfile:\t${type}\n${local}`;
}

function words(title: string, list: readonly unknown[]): string {
  const lines = list.flatMap((word) => String(word).split("\n")).map((line) => `      ${line}\n`);
  return list.length === 0 ? "" : `    ${title}:\n${lines.join("")}`;
}

function stateLines(status: unknown): string {
  const last = member(status, "lastState");
  return [
    stateText("State", member(status, "state")),
    member(last, "terminated") === undefined ? "" : stateText("Last State", last),
    `    Ready:\t${titleFlag(member(status, "ready") === true)}\n`,
    `    Restart Count:\t${countAt(status, "restartCount")}\n`,
  ].join("");
}

function stateText(title: string, state: unknown): string {
  const running = member(state, "running");
  if (running !== undefined) {
    return `    ${title}:\tRunning\n      Started:\t${longTime(textAt(running, "startedAt"))}\n`;
  }
  const terminated = member(state, "terminated");
  if (terminated !== undefined) {
    return `    ${title}:\tTerminated\n${terminatedLines(terminated)}`;
  }
  return `    ${title}:\tWaiting\n${detail("Reason", textAt(state, "waiting", "reason"))}`;
}

function terminatedLines(terminated: unknown): string {
  const signal = textAt(terminated, "signal");
  return [
    detail("Reason", textAt(terminated, "reason")),
    detail("Message", textAt(terminated, "message")),
    detail("Exit Code", countAt(terminated, "exitCode")),
    detail("Signal", signal === "0" ? "" : signal),
    detail("Started", longTime(textAt(terminated, "startedAt"))),
    detail("Finished", longTime(textAt(terminated, "finishedAt"))),
  ].join("");
}

function detail(field: string, value: string): string {
  return value === "" ? "" : `      ${field}:\t${value}\n`;
}

/** Limits and requests of a container, or of a whole pod. */
export function resourceLines(resources: unknown, indent: string): string {
  return (
    quantityLines("Limits", entriesAt(resources, "limits"), indent) +
    quantityLines("Requests", entriesAt(resources, "requests"), indent)
  );
}

function probeLines(container: unknown): string {
  return [
    { title: "Liveness", probe: member(container, "livenessProbe") },
    { title: "Readiness", probe: member(container, "readinessProbe") },
    { title: "Startup", probe: member(container, "startupProbe") },
  ]
    .map(({ title, probe }) => (probe === undefined ? "" : `    ${title}:\t${probeText(probe)}\n`))
    .join("");
}

function mountLines(container: unknown): string {
  const mounts = sortedBy(listAt(container, "volumeMounts"), "mountPath").map((mount) => {
    const path = textAt(mount, "subPath");
    const flags = `${member(mount, "readOnly") === true ? "ro" : "rw"}${path ? `,path=${JSON.stringify(path)}` : ""}`;
    return `      ${textAt(mount, "mountPath")} from ${textAt(mount, "name")} (${flags})\n`;
  });
  const devices = sortedBy(listAt(container, "volumeDevices"), "devicePath").map(
    (device) => `      ${textAt(device, "devicePath")} from ${textAt(device, "name")}\n`,
  );
  const none = mounts.length === 0 ? "\t<none>" : "";
  // Whether there are mounts decides what stands behind "Devices": so it does in kubectl.
  return `    Mounts:${none}\n${mounts.join("")}${devices.length === 0 ? "" : `    Devices:${none}\n${devices.join("")}`}`;
}

function sortedBy(list: readonly unknown[], key: string): readonly unknown[] {
  return [...list].sort((a, b) => (textAt(a, key) < textAt(b, key) ? -1 : textAt(a, key) > textAt(b, key) ? 1 : 0));
}
