import "server-only";
import { z } from "zod";
import { containerPath } from "../call";
import type { ComposeContainer } from "./project";
import type { Act, ComposeCall, Style } from "./style";

const doing: Readonly<Record<Act, string>> = {
  restart: "Restarting",
  stop: "Stopping",
  start: "Starting",
  up: "Starting",
};

/** docker-compose 1.29. */
export const styleOne: Style = {
  command: "docker-compose",
  psFlags: {
    all: { kind: "switch", short: "a" },
    quiet: { kind: "switch", short: "q" },
    services: { kind: "switch" },
  },
  logFlags: {
    follow: { kind: "switch", short: "f" },
    "no-color": { kind: "switch" },
    "no-log-prefix": { kind: "switch" },
    tail: { kind: "value" },
    timestamps: { kind: "switch", short: "t" },
  },
  printPs,
  logPrefixes,
  logHead: (containers) => `Attaching to ${containers.map(({ name }) => name).join(", ")}\n`,
  isActedOn: (act, state) => act === "restart" || act === "start" || (act === "stop") === (state === "running"),
  progress: (act, containers) => {
    const nameOf = ({ name, service }: ComposeContainer) => (act === "start" ? service : name);
    const width = Math.max(0, ...containers.map((container) => nameOf(container).length));
    const line = (container: ComposeContainer, end: string) =>
      `${doing[act]} ${nameOf(container).padEnd(width)} ... ${end}\r\n`;
    return { begun: (container) => line(container, ""), done: (container) => line(container, "done") };
  },
  upToDate: ({ name }) => `${name} is up-to-date\n`,
  nothingTo: (act) => (act === "restart" || act === "start" ? `No containers to ${act}` : null),
  noSuchService: (service) => `No such service: ${service}`,
};

const inspected = z.object({
  Config: z.object({
    Entrypoint: z.array(z.string()).nullish(),
    Cmd: z.array(z.string()).nullish(),
  }),
  State: z.object({
    Running: z.boolean(),
    Paused: z.boolean(),
    Restarting: z.boolean(),
    ExitCode: z.number(),
    Health: z.object({ Status: z.string() }).nullish(),
  }),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()).nullish(),
  }),
});
type Inspected = z.infer<typeof inspected>;

async function printPs(containers: readonly ComposeContainer[], { call }: ComposeCall): Promise<void> {
  const rows = await Promise.all(
    containers.map(async ({ Id, name }) => {
      const one = inspected.parse(await call.json({ path: containerPath(Id, "/json") }));
      return [name, commandOf(one), stateOf(one), portsOf(one)];
    }),
  );
  call.out(tableText(["Name", "Command", "State", "Ports"], rows));
}

function commandOf({ Config }: Inspected): string {
  const command = [...(Config.Entrypoint ?? []), ...(Config.Cmd ?? [])].join(" ");
  return command.length > 30 ? `${command.slice(0, 26)} ...` : command;
}

function stateOf({ State }: Inspected): string {
  if (State.Paused || State.Restarting) {
    return State.Paused ? "Paused" : "Restarting";
  }
  if (!State.Running) {
    return `Exit ${State.ExitCode}`;
  }
  const health = State.Health?.Status;
  return health === undefined ? "Up" : `Up (${health === "starting" ? "health: starting" : health})`;
}

function portsOf({ NetworkSettings }: Inspected): string {
  return Object.entries(NetworkSettings.Ports ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([port, published]) =>
      (published ?? []).length === 0
        ? port
        : (published ?? []).map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}->${port}`).join(","),
    )
    .join(", ");
}

/** Columns with centred heads and a line under them. A cell may have several lines. */
function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap((row) => {
    const cells = row.map((cell) => cell.split("\n"));
    return Array.from({ length: Math.max(...cells.map((cell) => cell.length)) }, (_, at) =>
      cells.map((cell) => cell[at] ?? ""),
    );
  });
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const centred = head.map((title, column) => {
    const fill = (widths[column] ?? 0) - title.length;
    return " ".repeat(Math.floor(fill / 2)) + title + " ".repeat(Math.floor(fill / 2 + (fill % 2)));
  });
  const padded = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   "));
  return `${[centred.join("   "), widths.map((width) => "-".repeat(width)).join("---"), ...padded].join("\n")}\n`;
}

/** The colours that it takes in turn, also where nobody looks at a terminal. */
const rainbow = ["36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1"];

function logPrefixes(containers: readonly ComposeContainer[], { flags, project }: ComposeCall): readonly string[] {
  const width = Math.max(...project.containers.map(({ service }) => service.length)) + 3;
  return containers.map((container, at) => {
    const text = `${ownName(container).padEnd(width)} |`;
    const colour = rainbow[at % rainbow.length];
    return `${flags.has("no-color") ? text : `\u001b[${colour}m${text}\u001b[0m`} `;
  });
}

function ownName({ name, project, service, number }: ComposeContainer): string {
  return name.startsWith(`${project}_${service}`) ? `${service}_${number}` : name;
}
