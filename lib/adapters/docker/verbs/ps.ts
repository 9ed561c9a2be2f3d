import "server-only";
import { z } from "zod";
import type { Call, Verb } from "../call";
import { filterQuery } from "../filters";
import { type Flags, flagFailure } from "../flags";
import { asksFor, listFlags, listText, type Row } from "../list";
import { ellipsis, shownImage, truncateId } from "../names";
import { portsSchema, portsText } from "../ports";
import { humanSize } from "../sizes";
import { goTime, humanDuration } from "../times";

const containersSchema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()).nullable(),
    Image: z.string(),
    ImageID: z.string(),
    Command: z.string(),
    Created: z.number(),
    Ports: portsSchema,
    Labels: z.record(z.string(), z.string()).nullable().default({}),
    State: z.string().default(""),
    Status: z.string(),
    SizeRw: z.number().default(0),
    SizeRootFs: z.number().default(0),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullable() }).nullish(),
    Mounts: z
      .array(z.object({ Name: z.string().default(""), Source: z.string().default(""), Driver: z.string().default("") }))
      .nullish(),
  }),
);
type Container = z.infer<typeof containersSchema>[number];

const headers = {
  ID: "CONTAINER ID",
  Names: "NAMES",
  Image: "IMAGE",
  Command: "COMMAND",
  CreatedAt: "CREATED AT",
  RunningFor: "CREATED",
  Ports: "PORTS",
  State: "STATE",
  Status: "STATUS",
  Size: "SIZE",
  Labels: "LABELS",
  Mounts: "MOUNTS",
  LocalVolumes: "LOCAL VOLUMES",
  Networks: "NETWORKS",
};

export const ps: Verb = {
  usage: "[OPTIONS]",
  summary: "List containers",
  flags: {
    ...listFlags,
    all: { kind: "switch", short: "a" },
    last: { kind: "value", short: "n" },
    latest: { kind: "switch", short: "l" },
    "no-trunc": { kind: "switch" },
    size: { kind: "switch", short: "s" },
  },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    const format = flags.get("format");
    const hasSize = flags.has("size") || asksFor(format, "Size");
    call.check({ risk: "read", description: "docker ps" });
    const containers = containersSchema.parse(
      await call.json({ path: "/containers/json", query: queryOf(flags, call, hasSize) }),
    );
    call.out(
      listText({
        format,
        isQuiet: flags.has("quiet"),
        quiet: "{{.ID}}",
        table: "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}",
        ...(flags.has("size") && { lastColumn: "\t{{.Size}}" }),
        headers,
        rows: containers.map((container) => rowOf(container, !flags.has("no-trunc"), call)),
        goType: "*formatter.ContainerContext",
      }),
    );
    return 0;
  },
};

function queryOf(flags: Flags, call: Call, hasSize: boolean): Record<string, string> {
  const last = flags.has("latest") ? "1" : (flags.get("last") ?? "-1");
  if (!/^-?\d+$/.test(last)) {
    throw flagFailure(
      call.command,
      `invalid argument "${last}" for "-n, --last" flag: strconv.ParseInt: parsing "${last}": invalid syntax`,
    );
  }
  return {
    ...(flags.has("all") && { all: "1" }),
    ...(Number(last) > 0 && { limit: last }),
    ...(hasSize && { size: "1" }),
    ...filterQuery(flags.all("filter"), call.command),
  };
}

function rowOf(container: Container, isShort: boolean, call: Call): Row {
  const { Labels, Mounts, NetworkSettings } = container;
  const labels = Labels ?? {};
  const mounts = (Mounts ?? []).map(({ Name, Source }) => Name || Source);
  return {
    ID: isShort ? truncateId(container.Id) : container.Id,
    Names: namesOf(container.Names ?? [], isShort),
    Image: shownImage(container.Image, container.ImageID, isShort),
    Command: JSON.stringify(isShort ? ellipsis(container.Command, 20) : container.Command),
    CreatedAt: goTime(container.Created),
    RunningFor: `${humanDuration(call.now().getTime() - container.Created * 1000)} ago`,
    Ports: portsText(container.Ports ?? []),
    State: container.State,
    Status: container.Status,
    Size: sizeOf(container),
    Labels: Object.entries(labels)
      .map((pair) => pair.join("="))
      .join(","),
    Label: labelReader(labels),
    Mounts: mounts.map((mount) => (isShort ? ellipsis(mount, 15) : mount)).join(","),
    LocalVolumes: String((Mounts ?? []).filter(({ Driver }) => Driver === "local").length),
    Networks: Object.keys(NetworkSettings?.Networks ?? {}).join(","),
  };
}

function labelReader(labels: Readonly<Record<string, string>>): (name: string) => string {
  return (name) => labels[name] ?? "";
}

function namesOf(names: readonly string[], isShort: boolean): string {
  const plain = names.map((name) => name.replace(/^\//, ""));
  return (isShort ? plain.filter((name) => !name.includes("/")) : plain).join(",");
}

function sizeOf({ SizeRw, SizeRootFs }: Container): string {
  const own = humanSize(SizeRw);
  return SizeRootFs > 0 ? `${own} (virtual ${humanSize(SizeRootFs)})` : own;
}
