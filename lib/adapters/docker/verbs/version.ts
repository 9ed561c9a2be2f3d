import "server-only";
import { z } from "zod";
import type { Verb } from "../call";
import { parseExact } from "../exact-json";
import { isRecord } from "../go-template/print";
import { lineTemplate } from "../list";

const versionSchema = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  MinAPIVersion: z.string().default(""),
  GoVersion: z.string().default(""),
  GitCommit: z.string().default(""),
  BuildTime: z.string().default(""),
  Os: z.string().default(""),
  Arch: z.string().default(""),
  Experimental: z.boolean().default(false),
  Platform: z.object({ Name: z.string() }).default({ Name: "" }),
  Components: z
    .array(
      z.object({
        Name: z.string(),
        Version: z.string(),
        Details: z.record(z.string(), z.string()).nullable().default({}),
      }),
    )
    .default([]),
});
type Version = z.infer<typeof versionSchema>;

/** The daemon's version. The client is Headroom, so the real program's first half has nothing to say here. */
export const version: Verb = {
  usage: "[OPTIONS]",
  summary: "Show the Docker version information",
  flags: { format: { kind: "value", short: "f" } },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    call.check({ risk: "read", description: "docker version" });
    const { text } = await call.ask({ path: "/version" });
    const format = flags.get("format");
    const server = versionSchema.parse(JSON.parse(text));
    call.out(
      format === undefined
        ? `Server:${server.Platform.Name === "" ? "" : ` ${server.Platform.Name}`}\n${serverText(server)}`
        : `${lineTemplate(format, "version.versionInfo")({ Server: goFields(text) })}\n`,
    );
    return 0;
  },
};

/** The daemon's JSON under the names that Go's struct has, which templates use. */
function goFields(text: string): unknown {
  const parsed = parseExact(text);
  return isRecord(parsed) ? { ...parsed, APIVersion: parsed["ApiVersion"] } : parsed;
}

function serverText(server: Version): string {
  const line = (indent: string, name: string, value: string) => `${indent}${`${name}:`.padEnd(18)}${value}\n`;
  const engine = [
    ["Version", server.Version],
    ["API version", `${server.ApiVersion} (minimum version ${server.MinAPIVersion})`],
    ["Go version", server.GoVersion],
    ["Git commit", server.GitCommit],
    ["Built", builtAt(server.BuildTime)],
    ["OS/Arch", `${server.Os}/${server.Arch}`],
    ["Experimental", String(server.Experimental)],
  ] as const;
  const others = server.Components.filter(({ Name }) => Name !== "Engine").map(
    ({ Name, Version: own, Details }) =>
      ` ${Name}:\n${line("  ", "Version", own)}${Object.entries(Details ?? {})
        .map(([name, value]) => line("  ", name, value))
        .join("")}`,
  );
  return ` Engine:\n${engine.map(([name, value]) => line("  ", name, value)).join("")}${others.join("")}`;
}

/** `2026-05-07T21:09:36.000000000+00:00` as `Thu May  7 21:09:36 2026`. */
function builtAt(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) {
    return time;
  }
  const [day, date = "", month, year, clock] = at.toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${date.replace(/^0/, "").padStart(2)} ${clock} ${year}`;
}
