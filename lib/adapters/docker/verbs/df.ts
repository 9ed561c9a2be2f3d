import "server-only";
import { z } from "zod";
import type { Verb } from "../call";
import { listText, type Row } from "../list";
import { humanSize } from "../sizes";

const usage = z.object({
  LayersSize: z.number().default(0),
  Images: z
    .array(z.object({ Containers: z.number(), SharedSize: z.number(), VirtualSize: z.number() }))
    .nullable()
    .default([]),
  Containers: z
    .array(z.object({ SizeRw: z.number().default(0), State: z.string() }))
    .nullable()
    .default([]),
  Volumes: z
    .array(z.object({ UsageData: z.object({ RefCount: z.number(), Size: z.number() }) }))
    .nullable()
    .default([]),
  BuildCache: z.array(z.object({ InUse: z.boolean(), Shared: z.boolean(), Size: z.number() })).nullish(),
});
type Usage = z.infer<typeof usage>;

const headers = { Type: "TYPE", TotalCount: "TOTAL", Active: "ACTIVE", Size: "SIZE", Reclaimable: "RECLAIMABLE" };

/** Without `-v`, which lists every object. */
export const df: Verb = {
  usage: "[OPTIONS]",
  summary: "Show docker disk usage",
  flags: { format: { kind: "value" } },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    call.check({ risk: "read", description: "docker system df" });
    const found = usage.parse(await call.json({ path: "/system/df" }));
    call.out(
      listText({
        format: flags.get("format"),
        table: "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}",
        headers,
        rows: [imagesRow(found), containersRow(found), volumesRow(found), cacheRow(found)],
        goType: "*formatter.diskUsageContext",
      }),
    );
    return 0;
  },
};

type Sums = { readonly total: number; readonly active: number; readonly size: number; readonly free: number };

function rowOf(Type: string, { total, active, size, free }: Sums, hasShare: boolean): Row {
  const share = hasShare && size > 0 ? ` (${Math.trunc((free * 100) / size)}%)` : "";
  return {
    Type,
    TotalCount: String(total),
    Active: String(active),
    Size: humanSize(size, 4),
    Reclaimable: humanSize(free, 4) + share,
  };
}

function sum<Entry>(entries: readonly Entry[], size: (entry: Entry) => number): number {
  return entries.reduce((total, entry) => total + size(entry), 0);
}

function imagesRow({ Images, LayersSize }: Usage): Row {
  const all = Images ?? [];
  const used = all.filter(({ Containers }) => Containers > 0);
  const known = used.filter(({ VirtualSize, SharedSize }) => VirtualSize !== -1 && SharedSize !== -1);
  const free = LayersSize - sum(known, ({ VirtualSize, SharedSize }) => VirtualSize - SharedSize);
  return rowOf("Images", { total: all.length, active: used.length, size: LayersSize, free }, true);
}

function containersRow({ Containers }: Usage): Row {
  const all = Containers ?? [];
  const active = all.filter(({ State }) => /running|paused|restarting/i.test(State));
  const size = sum(all, ({ SizeRw }) => SizeRw);
  const free = size - sum(active, ({ SizeRw }) => SizeRw);
  return rowOf("Containers", { total: all.length, active: active.length, size, free }, true);
}

function volumesRow({ Volumes }: Usage): Row {
  const all = (Volumes ?? []).map(({ UsageData }) => UsageData);
  const size = sum(all, ({ Size }) => Math.max(0, Size));
  const unused = all.filter(({ RefCount }) => RefCount === 0);
  const free = sum(unused, ({ Size }) => Math.max(0, Size));
  return rowOf("Local Volumes", { total: all.length, active: all.length - unused.length, size, free }, true);
}

function cacheRow({ BuildCache }: Usage): Row {
  const all = BuildCache ?? [];
  const active = all.filter(({ InUse }) => InUse);
  const size = sum(
    all.filter(({ Shared }) => !Shared),
    ({ Size }) => Size,
  );
  const free =
    size -
    sum(
      active.filter(({ Shared }) => !Shared),
      ({ Size }) => Size,
    );
  return rowOf("Build Cache", { total: all.length, active: active.length, size, free }, false);
}
