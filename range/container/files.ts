import { type Machine, NODE_MEMORY_BYTES, nodeMemory, type Process, processesOf } from "./machine.ts";

const kilobytes = (bytes: number): string => String(Math.round(bytes / 1024));

function statusFile(process: Process): string {
  const name = (process.command.split(" ")[0] ?? "").split("/").at(-1) ?? "";
  const memory = (label: string, bytes: number): string => `${label}:\t${kilobytes(bytes).padStart(8)} kB`;
  return `${[
    `Name:\t${name}`,
    "Umask:\t0022",
    "State:\tS (sleeping)",
    `Tgid:\t${process.pid}`,
    `Pid:\t${process.pid}`,
    "PPid:\t0",
    memory("VmPeak", process.virtualBytes * 1.02),
    memory("VmSize", process.virtualBytes),
    memory("VmHWM", process.residentBytes * 1.02),
    memory("VmRSS", process.residentBytes),
    memory("RssAnon", process.residentBytes * 0.97),
    memory("RssFile", process.residentBytes * 0.03),
    memory("VmData", process.residentBytes * 1.3),
    memory("VmStk", 132 * 1024),
    memory("VmExe", 5_200_000),
    memory("VmLib", 8_100_000),
    "Threads:\t14",
  ].join("\n")}\n`;
}

function memoryInfo(machine: Machine): string {
  const { usedBytes, cacheBytes } = nodeMemory(machine);
  const free = NODE_MEMORY_BYTES - usedBytes - cacheBytes;
  const line = (label: string, bytes: number): string => `${`${label}:`.padEnd(16)}${kilobytes(bytes).padStart(8)} kB`;
  return `${[
    line("MemTotal", NODE_MEMORY_BYTES),
    line("MemFree", free),
    line("MemAvailable", free + cacheBytes * 0.9),
    line("Buffers", cacheBytes * 0.1),
    line("Cached", cacheBytes * 0.9),
    line("SwapCached", 0),
    line("Active", usedBytes),
    line("SwapTotal", 0),
    line("SwapFree", 0),
  ].join("\n")}\n`;
}

function processFile(machine: Machine, path: string): string | undefined {
  const [, pid, file] = /^\/proc\/(\d+|self)\/(\w+)$/.exec(path) ?? [];
  const process = processesOf(machine).find((each) => String(each.pid) === (pid === "self" ? "1" : pid));
  if (process === undefined) {
    return undefined;
  }
  switch (file) {
    case "status":
      return statusFile(process);
    case "cmdline":
      return `${process.command.replaceAll(" ", "\0")}\0`;
    case "statm": {
      const pages = [process.virtualBytes, process.residentBytes, process.residentBytes * 0.03, 1270, 0];
      return `${pages.map((bytes) => Math.round(bytes / 4096)).join(" ")} 0 0\n`;
    }
    case "environ":
      return Object.entries(machine.live.environment)
        .map(([name, value]) => `${name}=${value}\0`)
        .join("");
    default:
      return undefined;
  }
}

/** The content of a file in the container; undefined when there is none. Memory files follow the simulation. */
export function readFile(machine: Machine, path: string): string | undefined {
  const { live, pod } = machine;
  const resident = processesOf(machine)[0]?.residentBytes ?? 0;
  switch (path) {
    case "/proc/meminfo":
      return memoryInfo(machine);
    case "/sys/fs/cgroup/memory.max":
      return live.memoryLimitBytes === undefined ? "max\n" : `${live.memoryLimitBytes}\n`;
    case "/sys/fs/cgroup/memory.current":
      return `${Math.round((resident * 1.02) / 4096) * 4096}\n`;
    case "/sys/fs/cgroup/memory.events":
      return "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n";
    case "/etc/hostname":
      return `${pod.metadata.name}\n`;
    case "/etc/os-release":
      return 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nID=debian\n';
    case "/proc/loadavg":
      return "1.42 1.31 1.27 3/412 77\n";
    case "/dev/null":
      return "";
    default:
      return processFile(machine, path);
  }
}
