import "server-only";
import { z } from "zod";
import type { Call, Verb } from "../call";
import { CommandFailure } from "../failure";
import { filterQuery } from "../filters";
import type { Flags } from "../flags";
import { humanSize } from "../sizes";
import { removedText } from "./rmi";

const reply = z.object({
  ContainersDeleted: z.array(z.string()).nullish(),
  ImagesDeleted: z.array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() })).nullish(),
  VolumesDeleted: z.array(z.string()).nullish(),
  NetworksDeleted: z.array(z.string()).nullish(),
  SpaceReclaimed: z.number().default(0),
});

type Kind = "containers" | "images" | "volumes" | "networks";

/** Prunes one kind of object, and prints what docker prints of it. Gives the space it won. */
async function pruneKind(kind: Kind, filters: readonly string[], call: Call): Promise<number> {
  call.check({ risk: "destructive", description: `${call.command} (${kind})` });
  const query = { filters: "{}", ...filterQuery(filters, call.command) };
  const done = reply.parse(await call.json({ method: "POST", path: `/${kind}/prune`, query }));
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? "" : `Deleted ${title}:\n${names.map((name) => `${name}\n`).join("")}\n`;
  const pieces = done.ImagesDeleted ?? [];
  call.out(list("Containers", done.ContainersDeleted ?? []));
  call.out(list("Networks", done.NetworksDeleted ?? []));
  call.out(list("Volumes", done.VolumesDeleted ?? []));
  call.out(pieces.length === 0 ? "" : `Deleted Images:\n${removedText(pieces)}\n`);
  return done.SpaceReclaimed;
}

function pruneVerb(summary: string, more: readonly string[], kinds: (flags: Flags) => readonly Kind[]): Verb {
  return {
    usage: "[OPTIONS]",
    summary,
    flags: {
      force: { kind: "switch", short: "f" },
      filter: { kind: "list" },
      ...(more.includes("all") && { all: { kind: "switch", short: "a" } }),
      ...(more.includes("volumes") && { volumes: { kind: "switch" } }),
    },
    least: 0,
    most: 0,
    run: async (flags, call) => {
      if (!flags.has("force")) {
        throw new CommandFailure(`${call.command}: it would ask, and nobody is there to answer: write -f`);
      }
      let reclaimed = 0;
      for (const kind of kinds(flags)) {
        const own = kind === "images" ? [`dangling=${!flags.has("all")}`] : [];
        reclaimed += await pruneKind(kind, [...flags.all("filter"), ...own], call);
      }
      call.out(kinds(flags)[0] === "networks" ? "" : `Total reclaimed space: ${humanSize(reclaimed, 4)}\n`);
      return 0;
    },
  };
}

export const pruneContainers = pruneVerb("Remove all stopped containers", [], () => ["containers"]);
export const pruneImages = pruneVerb("Remove unused images", ["all"], () => ["images"]);
export const pruneVolumes = pruneVerb("Remove all unused local volumes", [], () => ["volumes"]);
export const pruneNetworks = pruneVerb("Remove all unused networks", [], () => ["networks"]);
export const pruneSystem = pruneVerb("Remove unused data", ["all", "volumes"], (flags) => [
  "containers",
  "networks",
  ...(flags.has("volumes") ? (["volumes"] as const) : []),
  "images",
]);
