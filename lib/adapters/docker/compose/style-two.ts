import "server-only";
import { listText, type Row } from "../list";
import { ellipsis, truncateId } from "../names";
import { portsText } from "../ports";
import { goTime, humanDuration } from "../times";
import type { ComposeContainer } from "./project";
import type { Act, Style } from "./style";

const words: Readonly<Record<Act, readonly [string, string]>> = {
  restart: ["Restarting", "Started"],
  stop: ["Stopping", "Stopped"],
  start: ["Starting", "Started"],
  up: ["Starting", "Started"],
};

const headers = {
  ID: "CONTAINER ID",
  Name: "NAME",
  Project: "PROJECT",
  Service: "SERVICE",
  Image: "IMAGE",
  Command: "COMMAND",
  CreatedAt: "CREATED AT",
  RunningFor: "CREATED",
  Ports: "PORTS",
  State: "STATE",
  Status: "STATUS",
  Labels: "LABELS",
};

/** docker compose 2. */
export const styleTwo: Style = {
  command: "docker compose",
  psFlags: {
    all: { kind: "switch", short: "a" },
    format: { kind: "value" },
    "no-trunc": { kind: "switch" },
    quiet: { kind: "switch", short: "q" },
    services: { kind: "switch" },
    status: { kind: "list" },
  },
  logFlags: {
    follow: { kind: "switch", short: "f" },
    "no-color": { kind: "switch" },
    "no-log-prefix": { kind: "switch" },
    since: { kind: "value" },
    tail: { kind: "value", short: "n" },
    timestamps: { kind: "switch", short: "t" },
    until: { kind: "value" },
  },
  printPs: async (containers, { call, flags }) => {
    call.out(
      listText({
        format: flags.get("format"),
        table: "{{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}",
        headers,
        rows: containers.map((container) => rowOf(container, !flags.has("no-trunc"), call.now())),
        goType: "*formatter.ContainerContext",
      }),
    );
  },
  logPrefixes: (containers) => {
    const names = containers.map(ownName);
    const width = Math.max(...names.map((name) => name.length)) + 1;
    return names.map((name) => `${name.padEnd(width)} | `);
  },
  logHead: () => "",
  isActedOn: (act, state) => act === "restart" || act === "stop" || state !== "running",
  progress: (act) => {
    const [begun, done] = words[act];
    return { begun: ({ name }) => line(name, begun), done: ({ name }) => line(name, done) };
  },
  upToDate: ({ name }) => line(name, "Running"),
  nothingTo: (_act, { name, containers }) =>
    containers.length === 0 ? `no container found for project "${name}": not found` : null,
  noSuchService: (service) => `no such service: ${service}`,
};

function line(name: string, status: string): string {
  return ` Container ${name}  ${status}\n`;
}

function rowOf(container: ComposeContainer, isShort: boolean, now: Date): Row {
  const { Id, Command, Created, Labels } = container;
  return {
    ID: isShort ? truncateId(Id) : Id,
    Name: container.name,
    Project: container.project,
    Service: container.service,
    Image: container.Image,
    Command: JSON.stringify(isShort ? ellipsis(Command, 20) : Command),
    CreatedAt: goTime(Created),
    RunningFor: `${humanDuration(now.getTime() - Created * 1000)} ago`,
    Ports: portsText(container.Ports ?? []),
    State: container.State,
    Status: container.Status,
    Labels: Object.entries(Labels)
      .map((pair) => pair.join("="))
      .join(","),
  };
}

/** Its name without the project's. */
function ownName({ name, project }: ComposeContainer): string {
  return name.startsWith(`${project}-`) || name.startsWith(`${project}_`) ? name.slice(project.length + 1) : name;
}
