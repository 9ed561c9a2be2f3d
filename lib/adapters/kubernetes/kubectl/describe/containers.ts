import "server-only";
import { entriesAt, listAt, member, textAt } from "../objects";
import { longTime, quantityLines } from "./text";

/** The Containers block of a pod, or of a pod template (then without state). */
export function containerLines(spec: unknown, statuses: readonly unknown[] | null, indent: string): string {
  return containerBlock("Containers", listAt(spec, "containers"), { statuses, indent });
}

/** The Init Containers block; nothing when there are none. */
export function initContainerLines(spec: unknown, statuses: readonly unknown[] | null, indent: string): string {
  const containers = listAt(spec, "initContainers");
  return containers.length === 0 ? "" : containerBlock("Init Containers", containers, { statuses, indent });
}

type Placing = { readonly statuses: readonly unknown[] | null; readonly indent: string };

function containerBlock(title: string, containers: readonly unknown[], { statuses, indent }: Placing): string {
  const blocks = containers.map((container) => {
    const name = textAt(container, "name");
    const status = statuses?.find((candidate) => textAt(candidate, "name") === name);
    return `${indent}${indent === "" ? "  " : " "}${name}:\n${basics(container, status, statuses !== null)}${statuses ? states(status) : ""}${resources(container)}${probes(container)}${environment(container)}${mounts(container)}`;
  });
  return `${indent}${title}:\n${blocks.join("")}`;
}

function basics(container: unknown, status: unknown, isPod: boolean): string {
  const ports = listAt(container, "ports");
  const portText = (key: string) =>
    ports
      .map(
        (port) =>
          `${textAt(port, key) || "0"}/${textAt(port, "protocol") || "TCP"}${textAt(port, "name") ? ` (${textAt(port, "name")})` : ""}`,
      )
      .join(", ");
  const plural = ports.length > 1 ? "s" : "";
  return [
    isPod ? `    Container ID:\t${textAt(status, "containerID")}\n` : "",
    `    Image:\t${textAt(container, "image")}\n`,
    isPod ? `    Image ID:\t${textAt(status, "imageID")}\n` : "",
    `    Port${plural}:\t${ports.length > 0 ? portText("containerPort") : "<none>"}\n`,
    `    Host Port${plural}:\t${ports.length > 0 ? portText("hostPort") : "<none>"}\n`,
    words("Command", listAt(container, "command")),
    words("Args", listAt(container, "args")),
  ].join("");
}

function words(title: string, list: readonly unknown[]): string {
  return list.length === 0
    ? ""
    : `    ${title}:\n${list
        .map((word) =>
          String(word)
            .split("\n")
            .map((line) => `      ${line}\n`)
            .join(""),
        )
        .join("")}`;
}

function states(status: unknown): string {
  if (status === undefined) {
    return "";
  }
  const last = member(status, "lastState");
  const hasLast = last !== null && typeof last === "object" && Object.keys(last).length > 0;
  const isReady = member(status, "ready") === true;
  return `${state("State", member(status, "state"))}${hasLast ? state("Last State", last) : ""}    Ready:\t${isReady ? "True" : "False"}\n    Restart Count:\t${textAt(status, "restartCount")}\n`;
}

function state(title: string, value: unknown): string {
  const running = member(value, "running");
  if (running !== undefined) {
    return `    ${title}:\tRunning\n      Started:\t${longTime(textAt(running, "startedAt"))}\n`;
  }
  const terminated = member(value, "terminated");
  if (terminated !== undefined) {
    const lines = [
      `    ${title}:\tTerminated\n`,
      textAt(terminated, "reason") && `      Reason:\t${textAt(terminated, "reason")}\n`,
      textAt(terminated, "message") && `      Message:\t${textAt(terminated, "message")}\n`,
      `      Exit Code:\t${textAt(terminated, "exitCode")}\n`,
      textAt(terminated, "signal") &&
        textAt(terminated, "signal") !== "0" &&
        `      Signal:\t${textAt(terminated, "signal")}\n`,
      `      Started:\t${longTime(textAt(terminated, "startedAt"))}\n`,
      `      Finished:\t${longTime(textAt(terminated, "finishedAt"))}\n`,
    ];
    return lines.filter(Boolean).join("");
  }
  const reason = textAt(value, "waiting", "reason");
  return `    ${title}:\tWaiting\n${reason ? `      Reason:\t${reason}\n` : ""}`;
}

function resources(container: unknown): string {
  return (
    quantityLines("Limits", entriesAt(container, "resources", "limits"), "    ") +
    quantityLines("Requests", entriesAt(container, "resources", "requests"), "    ")
  );
}

function probes(container: unknown): string {
  return (["liveness", "readiness", "startup"] as const)
    .map((kind) => {
      const probe = member(container, `${kind}Probe`);
      return probe === undefined ? "" : `    ${kind[0]?.toUpperCase()}${kind.slice(1)}:\t${probeText(probe)}\n`;
    })
    .join("");
}

function probeText(probe: unknown): string {
  const number = (key: string, otherwise: string) => textAt(probe, key) || otherwise;
  const timing = `delay=${number("initialDelaySeconds", "0")}s timeout=${number("timeoutSeconds", "1")}s period=${number("periodSeconds", "10")}s #success=${number("successThreshold", "1")} #failure=${number("failureThreshold", "3")}`;
  const http = member(probe, "httpGet");
  if (http !== undefined) {
    const port = textAt(http, "port");
    return `http-get ${(textAt(http, "scheme") || "HTTP").toLowerCase()}://${textAt(http, "host")}:${port}${textAt(http, "path")} ${timing}`;
  }
  const command = listAt(probe, "exec", "command");
  if (command.length > 0) {
    return `exec [${command.join(" ")}] ${timing}`;
  }
  return `tcp-socket ${textAt(probe, "tcpSocket", "host")}:${textAt(probe, "tcpSocket", "port")} ${timing}`;
}

function environment(container: unknown): string {
  const env = listAt(container, "env");
  if (env.length === 0) {
    return "    Environment:\t<none>\n";
  }
  return `    Environment:\n${env.map((entry) => `      ${textAt(entry, "name")}:\t${envText(entry)}\n`).join("")}`;
}

function envText(entry: unknown): string {
  const from = member(entry, "valueFrom");
  if (from === undefined) {
    return textAt(entry, "value").split("\n").join("\n\t");
  }
  const secret = member(from, "secretKeyRef") ?? member(from, "configMapKeyRef");
  if (secret !== undefined) {
    const kind = member(from, "secretKeyRef") === undefined ? "config map" : "secret";
    const optional = member(secret, "optional") === true ? "true" : "false";
    return `<set to the key '${textAt(secret, "key")}' of ${kind} '${textAt(secret, "name")}'>\tOptional: ${optional}`;
  }
  const field = member(from, "fieldRef");
  return field === undefined
    ? `${textAt(from, "resourceFieldRef", "containerName")} (${textAt(from, "resourceFieldRef", "resource")})`
    : ` (${textAt(field, "apiVersion") || "v1"}:${textAt(field, "fieldPath")})`;
}

function mounts(container: unknown): string {
  const list = listAt(container, "volumeMounts");
  if (list.length === 0) {
    return "    Mounts:\t<none>\n";
  }
  const rows = [...list]
    .sort((a, b) => (textAt(a, "mountPath") < textAt(b, "mountPath") ? -1 : 1))
    .map((mount) => {
      const flags = [
        member(mount, "readOnly") === true ? "ro" : "rw",
        ...(textAt(mount, "subPath") ? [`path="${textAt(mount, "subPath")}"`] : []),
      ];
      return `      ${textAt(mount, "mountPath")} from ${textAt(mount, "name")} (${flags.join(",")})\n`;
    });
  return `    Mounts:\n${rows.join("")}`;
}
