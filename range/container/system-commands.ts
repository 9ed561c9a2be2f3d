import { FRESH_APP } from "../world/app-models.ts";
import { endProcess } from "../world/kubelet.ts";
import { appReply } from "./app-http.ts";
import { type Command, type CommandResult, failed, joined, parseArgs, printed } from "./command.ts";
import { readFile } from "./files.ts";
import { type Machine, NODE_MEMORY_BYTES, nodeMemory, processesOf } from "./machine.ts";

function fetched(machine: Machine, address: string): { readonly status: number; readonly body: string } | undefined {
  const url = URL.canParse(address) ? new URL(address) : new URL(`http://${address}`);
  const isLocal = ["localhost", "127.0.0.1", "[::1]", machine.live.podIp].includes(url.hostname);
  const port = Number(url.port === "" ? "80" : url.port);
  return isLocal ? appReply(machine.context, machine.live, { port, path: url.pathname }) : undefined;
}

const curl: Command = (args, { machine }) => {
  const { flags, values, rest } = parseArgs(args, "HXdomuAw");
  const address = (rest[0] ?? "").replace(/^(?!https?:\/\/)/, "http://");
  if (!URL.canParse(address)) {
    return failed("curl: (3) URL rejected: No host part in the URL", 3);
  }
  const reply = fetched(machine, address);
  if (reply === undefined) {
    const { hostname, port } = new URL(address);
    const isQuiet = flags.has("s") && !flags.has("S");
    const text = `curl: (7) Failed to connect to ${hostname} port ${port || "80"} after 0 ms: Could not connect to server`;
    return isQuiet ? { stdout: "", stderr: "", exitCode: 7 } : failed(text, 7);
  }
  if ((flags.has("f") || flags.has("fail")) && reply.status >= 400) {
    return failed(`curl: (22) The requested URL returned error: ${reply.status}`, 22);
  }
  const written = (values.get("w") ?? "").replace("%{http_code}", String(reply.status)).replaceAll("\\n", "\n");
  const body = values.get("o") === "/dev/null" ? "" : reply.body;
  return printed(`${body}${written}`);
};

const wget: Command = (args, { machine }) => {
  const { rest } = parseArgs(args, "OT");
  const reply = fetched(machine, rest[0] ?? "");
  if (reply === undefined) {
    return failed("wget: can't connect to remote host: Connection refused");
  }
  return reply.status >= 400 ? failed(`wget: server returned error: HTTP/1.1 ${reply.status}`) : printed(reply.body);
};

const PS_COLUMNS: Readonly<Record<string, string>> = {
  pid: "PID",
  vsz: "VSZ",
  rss: "RSS",
  pmem: "%MEM",
  "%mem": "%MEM",
  pcpu: "%CPU",
  "%cpu": "%CPU",
  comm: "COMMAND",
  cmd: "CMD",
  args: "COMMAND",
  user: "USER",
  time: "TIME",
};

type ProcessRow = ReturnType<typeof processesOf>[number];

function processCell(process: ProcessRow, columnName: string, nowMs: number): string {
  const uptime = Math.max(1, (nowMs - process.startedAtMs) / 1000);
  const cells: Readonly<Record<string, string>> = {
    PID: String(process.pid),
    VSZ: String(Math.round(process.virtualBytes / 1024)),
    RSS: String(Math.round(process.residentBytes / 1024)),
    "%MEM": ((100 * process.residentBytes) / NODE_MEMORY_BYTES).toFixed(1),
    "%CPU": ((100 * process.cpuSeconds) / uptime).toFixed(1),
    USER: process.pid === 1 ? "app" : "root",
    TIME: `${Math.floor(process.cpuSeconds / 60)}:${String(Math.floor(process.cpuSeconds % 60)).padStart(2, "0")}`,
    TTY: "?",
    STAT: "Ss",
    COMMAND: process.command,
    CMD: process.command,
  };
  return cells[columnName] ?? "-";
}

function alignedTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const isText = (at: number): boolean => ["COMMAND", "CMD", "USER", "TTY", "STAT"].includes(rows[0]?.[at] ?? "");
  return joined(
    rows.map((row) =>
      row
        .map((cell, at) => (isText(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join(" ")
        .trimEnd(),
    ),
  );
}

function psColumns(args: readonly string[], format: string | undefined): readonly string[] {
  if (format !== undefined) {
    return format.split(/[,\s]+/).map((name) => PS_COLUMNS[name.split("=")[0] ?? ""] ?? name.toUpperCase());
  }
  return /^-?aux/.test(args[0] ?? "")
    ? ["USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "TIME", "COMMAND"]
    : ["PID", "TTY", "TIME", "CMD"];
}

const ps: Command = (args, { machine }) => {
  const { values } = parseArgs(args, "po");
  const wanted = values.get("p")?.split(",");
  const processes = processesOf(machine).filter(({ pid }) => wanted === undefined || wanted.includes(String(pid)));
  const columns = psColumns(args, values.get("o"));
  const rows = processes.map((process) => columns.map((name) => processCell(process, name, machine.context.nowMs)));
  return printed(alignedTable([columns, ...rows]), processes.length === 0 ? 1 : 0);
};

const pgrep: Command = (args, { machine }) => {
  const { flags, rest } = parseArgs(args, "");
  const pattern = new RegExp(rest[0] ?? "");
  const found = processesOf(machine).filter(({ command, pid }) => {
    const name = (command.split(" ")[0] ?? "").split("/").at(-1) ?? "";
    return pid === 1 && pattern.test(flags.has("f") ? command : name);
  });
  return printed(joined(found.map(({ pid }) => String(pid))), found.length === 0 ? 1 : 0);
};

function shortSize(bytes: number): string {
  const units = ["B", "Ki", "Mi", "Gi"];
  const power = Math.min(3, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)}${units[power]}`;
}

const free: Command = (args, { machine }) => {
  const { flags } = parseArgs(args, "");
  const { usedBytes, cacheBytes } = nodeMemory(machine);
  const size = (bytes: number): string => {
    const unit = flags.has("m") ? 2 ** 20 : flags.has("g") ? 2 ** 30 : 1024;
    return flags.has("h") ? shortSize(bytes) : String(Math.round(bytes / unit));
  };
  const freeBytes = NODE_MEMORY_BYTES - usedBytes - cacheBytes;
  const row = (label: string, cells: readonly string[]): string =>
    `${label.padEnd(7)}${cells.map((cell) => cell.padStart(12)).join("")}`;
  const memory = [NODE_MEMORY_BYTES, usedBytes, freeBytes, 4_200_000, cacheBytes, freeBytes + cacheBytes * 0.9];
  return printed(
    joined([
      row("", ["total", "used", "free", "shared", "buff/cache", "available"]),
      row("Mem:", memory.map(size)),
      row("Swap:", [0, 0, 0].map(size)),
    ]),
  );
};

type SignalEffect = (machine: Machine) => void;

/** SIGUSR1 asks TickStorm to drop its cache and to collect its garbage; SIGTERM and SIGKILL end the process. */
const SIGNALS: Readonly<Record<string, SignalEffect>> = {
  USR1: ({ live, context, workload }) => {
    if (workload.model === "tickstorm") {
      const dropped = Math.round(live.app.cacheBytes / 1e6);
      live.app = { ...FRESH_APP, ...live.app, cacheBytes: 0, garbageBytes: 0, collections: live.app.collections + 1 };
      live.log.append({
        atMs: context.nowMs,
        text: `{"level":"info","msg":"SIGUSR1: cache dropped","freed_mb":${dropped}}`,
      });
    } else {
      endProcess(context, live, "terminated");
    }
  },
  TERM: ({ context, live }) => endProcess(context, live, "terminated"),
  KILL: ({ context, live }) => endProcess(context, live, "killed"),
  "0": () => undefined,
};

const SIGNAL_NAMES: Readonly<Record<string, string>> = { "9": "KILL", "10": "USR1", "15": "TERM", "0": "0" };

const kill: Command = (args, { machine }) => {
  const [first = "", ...others] = args;
  const hasSignal = first.startsWith("-");
  const spelled = hasSignal ? (first === "-s" ? (others[0] ?? "") : first.slice(1)) : "TERM";
  const name = SIGNAL_NAMES[spelled] ?? spelled.replace(/^SIG/, "");
  const pids = (hasSignal ? (first === "-s" ? others.slice(1) : others) : args).filter((word) => word !== "");
  const effect = SIGNALS[name];
  if (pids.length === 0) {
    return failed("kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]", 2);
  }
  if (effect === undefined) {
    return failed(`kill: ${name}: invalid signal specification`);
  }
  const missing = pids.find((pid) => !processesOf(machine).some((process) => String(process.pid) === pid));
  if (missing !== undefined) {
    return failed(`kill: (${missing}) - No such process`);
  }
  if (pids.includes("1")) {
    effect(machine);
  }
  return printed("");
};

const listing: Command = (args, { machine }) => {
  const path = parseArgs(args, "").rest[0] ?? "/";
  if (path === "/") {
    return printed(joined(["bin", "dev", "etc", "home", "proc", "sys", "tmp", "usr", "var"]));
  }
  return readFile(machine, path) === undefined
    ? failed(`ls: cannot access '${path}': No such file or directory`, 2)
    : printed(`${path}\n`);
};

function environmentText(environment: Readonly<Record<string, string>>): string {
  return joined(Object.entries(environment).map(([name, value]) => `${name}=${value}`));
}

const printenv: Command = (args, { environment }): CommandResult => {
  const [name] = args;
  if (name === undefined) {
    return printed(environmentText(environment));
  }
  const value = environment[name];
  return value === undefined ? printed("", 1) : printed(`${value}\n`);
};

export const SYSTEM_COMMANDS: Readonly<Record<string, Command>> = {
  curl,
  wget,
  ps,
  pgrep,
  pidof: pgrep,
  free,
  kill,
  ls: listing,
  env: (_, { environment }) => printed(environmentText(environment)),
  printenv,
  hostname: (_, { machine }) => printed(`${machine.pod.metadata.name}\n`),
  whoami: () => printed("app\n"),
  id: () => printed("uid=1000(app) gid=1000(app) groups=1000(app)\n"),
  uname: (args) => printed(args.length === 0 ? "Linux\n" : "Linux range 6.12.41 #1 SMP x86_64 GNU/Linux\n"),
  date: (_, { machine }) => printed(`${new Date(machine.context.nowMs).toUTCString()}\n`),
  nproc: () => printed("8\n"),
};
