import "server-only";
import { z } from "zod";
import type { Verb } from "../call";
import { parseExact } from "../exact-json";
import { lineTemplate } from "../list";
import { bytesSize } from "../sizes";

const text = z.string().default("");
const infoSchema = z.object({
  Containers: z.number(),
  ContainersRunning: z.number(),
  ContainersPaused: z.number(),
  ContainersStopped: z.number(),
  Images: z.number(),
  ServerVersion: text,
  Driver: text,
  DriverStatus: z.array(z.tuple([z.string(), z.string()])).nullish(),
  LoggingDriver: text,
  CgroupDriver: text,
  CgroupVersion: text,
  KernelVersion: text,
  OperatingSystem: text,
  OSType: text,
  Architecture: text,
  NCPU: z.number(),
  MemTotal: z.number(),
  Name: text,
  ID: text,
  DockerRootDir: text,
  Warnings: z.array(z.string()).nullish(),
});

/** The lines that an incident asks for, each as the docker program prints it. */
export const info: Verb = {
  usage: "[OPTIONS]",
  summary: "Display system-wide information",
  flags: { format: { kind: "value", short: "f" } },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    call.check({ risk: "read", description: "docker info" });
    const reply = await call.ask({ path: "/info" });
    const format = flags.get("format");
    if (format !== undefined) {
      call.out(`${lineTemplate(format, "*system.info")(parseExact(reply.text))}\n`);
      return 0;
    }
    const known = infoSchema.parse(JSON.parse(reply.text));
    call.out(linesOf(known));
    call.io.write("stderr", (known.Warnings ?? []).map((warning) => `${warning}\n`).join(""));
    return 0;
  },
};

function linesOf(known: z.infer<typeof infoSchema>): string {
  const lines = [
    "Server:",
    ` Containers: ${known.Containers}`,
    `  Running: ${known.ContainersRunning}`,
    `  Paused: ${known.ContainersPaused}`,
    `  Stopped: ${known.ContainersStopped}`,
    ` Images: ${known.Images}`,
    ` Server Version: ${known.ServerVersion}`,
    ` Storage Driver: ${known.Driver}`,
    ...(known.DriverStatus ?? []).map(([name, value]) => `  ${name}: ${value}`),
    ` Logging Driver: ${known.LoggingDriver}`,
    ` Cgroup Driver: ${known.CgroupDriver}`,
    ` Cgroup Version: ${known.CgroupVersion}`,
    ` Kernel Version: ${known.KernelVersion}`,
    ` Operating System: ${known.OperatingSystem}`,
    ` OSType: ${known.OSType}`,
    ` Architecture: ${known.Architecture}`,
    ` CPUs: ${known.NCPU}`,
    ` Total Memory: ${bytesSize(known.MemTotal)}`,
    ` Name: ${known.Name}`,
    ` ID: ${known.ID}`,
    ` Docker Root Dir: ${known.DockerRootDir}`,
  ];
  return `${lines.join("\n")}\n`;
}
