import "server-only";
import { z } from "zod";
import { type Call, containerPath, type Verb } from "../call";
import { failureOf } from "../each-container";
import { CommandFailure } from "../failure";
import { type Flags, flagFailure } from "../flags";
import { ramInBytes } from "../sizes";

/** Flags, what the daemon calls them, and how their value is read. */
const settings = {
  "blkio-weight": { field: "BlkioWeight", kind: "number", said: "--blkio-weight" },
  cpus: { field: "NanoCpus", kind: "cpus", said: "--cpus" },
  "cpu-period": { field: "CpuPeriod", kind: "number", said: "--cpu-period" },
  "cpu-quota": { field: "CpuQuota", kind: "number", said: "--cpu-quota" },
  "cpu-shares": { field: "CpuShares", kind: "number", said: "-c, --cpu-shares", short: "c" },
  "cpuset-cpus": { field: "CpusetCpus", kind: "text", said: "--cpuset-cpus" },
  "cpuset-mems": { field: "CpusetMems", kind: "text", said: "--cpuset-mems" },
  memory: { field: "Memory", kind: "bytes", said: "-m, --memory", short: "m" },
  "memory-reservation": { field: "MemoryReservation", kind: "bytes", said: "--memory-reservation" },
  "memory-swap": { field: "MemorySwap", kind: "bytes", said: "--memory-swap" },
  "pids-limit": { field: "PidsLimit", kind: "number", said: "--pids-limit" },
} as const;
type Setting = keyof typeof settings;
const names = Object.keys(settings) as readonly Setting[];

const warnings = z.object({ Warnings: z.array(z.string()).nullish() });

export const update: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Update configuration of one or more containers",
  flags: {
    ...Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [
        name,
        { kind: "value" as const, ...("short" in setting && { short: setting.short }) },
      ]),
    ),
    restart: { kind: "value" },
  },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: async (flags, call) => {
    const body = bodyOf(flags, call.command);
    if (Object.keys(body).length === 0) {
      throw new CommandFailure("you must provide one or more flags when using this command");
    }
    const failures: string[] = [];
    const warned: string[] = [];
    for (const name of flags.words) {
      const failure = await failureOf(async () => {
        warned.push(...(await updateOne(name, body, call)));
      });
      if (failure === null) {
        call.out(`${name}\n`);
      } else {
        failures.push(failure);
      }
    }
    call.out(warned.map((warning) => `${warning}\n`).join(""));
    if (failures.length > 0) {
      throw new CommandFailure(failures.join("\n"));
    }
    return 0;
  },
};

async function updateOne(name: string, body: Readonly<Record<string, unknown>>, call: Call) {
  call.check({ risk: "change", description: `docker update ${name}` });
  const reply = await call.json({ method: "POST", path: containerPath(name, "/update"), body });
  return warnings.parse(reply).Warnings ?? [];
}

function bodyOf(flags: Flags, command: string): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of names) {
    const text = flags.get(name);
    if (text !== undefined) {
      body[settings[name].field] = valueOfSetting(name, text, command);
    }
  }
  const restart = flags.get("restart");
  return restart === undefined ? body : { ...body, RestartPolicy: restartPolicy(restart) };
}

function valueOfSetting(name: Setting, text: string, command: string): string | number {
  const { kind, said } = settings[name];
  const wrong = (why: string) => flagFailure(command, `invalid argument "${text}" for "${said}" flag: ${why}`);
  switch (kind) {
    case "text":
      return text;
    case "number":
      if (!/^-?\d+$/.test(text)) {
        throw wrong(`strconv.ParseInt: parsing "${text}": invalid syntax`);
      }
      return Number(text);
    case "cpus":
      if (!/^\d+(\.\d{1,9})?$/.test(text)) {
        throw wrong(`failed to parse ${text} as a rational number`);
      }
      return Math.round(Number(text) * 1e9);
    case "bytes": {
      const bytes = name === "memory-swap" && text === "-1" ? -1 : ramInBytes(text);
      if (bytes === null) {
        throw wrong(`invalid size: '${text}'`);
      }
      return bytes;
    }
  }
}

/** `on-failure:3`, `always`. */
function restartPolicy(text: string) {
  const [name = "", count, ...more] = text.split(":");
  if (more.length > 0) {
    throw new CommandFailure("invalid restart policy format");
  }
  if (count !== undefined && !/^-?\d+$/.test(count)) {
    throw new CommandFailure("maximum retry count must be an integer");
  }
  return { Name: name, MaximumRetryCount: Number(count ?? 0) };
}
