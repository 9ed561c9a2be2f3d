import "server-only";
import { z } from "zod";
import type { Call, Verb } from "../call";
import { filterQuery } from "../filters";
import { listFlags, listText, type Row } from "../list";
import { truncateId } from "../names";
import { humanSize } from "../sizes";
import { goTime, humanDuration } from "../times";

const imagesSchema = z.array(
  z.object({
    Id: z.string(),
    RepoTags: z.array(z.string()).nullable(),
    RepoDigests: z.array(z.string()).nullable(),
    Created: z.number(),
    Size: z.number(),
    VirtualSize: z.number().default(0),
  }),
);
type Image = z.infer<typeof imagesSchema>[number];

const headers = {
  ID: "IMAGE ID",
  Repository: "REPOSITORY",
  Tag: "TAG",
  Digest: "DIGEST",
  CreatedSince: "CREATED",
  CreatedAt: "CREATED AT",
  Size: "SIZE",
  Containers: "CONTAINERS",
  VirtualSize: "SIZE",
  SharedSize: "SHARED SIZE",
  UniqueSize: "UNIQUE SIZE",
};

export const images: Verb = {
  usage: "[OPTIONS] [REPOSITORY[:TAG]]",
  summary: "List images",
  flags: {
    ...listFlags,
    all: { kind: "switch", short: "a" },
    digests: { kind: "switch" },
    "no-trunc": { kind: "switch" },
  },
  least: 0,
  most: 1,
  run: async (flags, call) => {
    const [reference] = flags.words;
    const wanted = reference === undefined ? [] : [`reference=${reference}`];
    const query = {
      ...(flags.has("all") && { all: "1" }),
      ...filterQuery([...flags.all("filter"), ...wanted], call.command),
    };
    call.check({ risk: "read", description: "docker images" });
    const found = imagesSchema.parse(await call.json({ path: "/images/json", query }));
    const digest = flags.has("digests") ? "\t{{.Digest}}" : "";
    call.out(
      listText({
        format: flags.get("format"),
        isQuiet: flags.has("quiet"),
        quiet: "{{.ID}}",
        table: `{{.Repository}}\t{{.Tag}}${digest}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}`,
        headers,
        rows: found.flatMap((image) =>
          rowsOf(image, { isShort: !flags.has("no-trunc"), digests: digest !== "" }, call),
        ),
        goType: "*formatter.imageContext",
      }),
    );
    return 0;
  },
};

const NONE = "<none>";
type Shown = { readonly isShort: boolean; readonly digests: boolean };

/** One row for each tag; with digests, one for each digest of the tag's repository too. */
function rowsOf(image: Image, { isShort, digests }: Shown, call: Call): readonly Row[] {
  const tagged = (image.RepoTags ?? []).filter((tag) => tag !== `${NONE}:${NONE}`).map(splitTag);
  const byDigest = (image.RepoDigests ?? [])
    .filter((digest) => digest !== `${NONE}@${NONE}`)
    .map((digest) => digest.split("@"));
  const [[repository = NONE] = []] = byDigest;
  const names = tagged.length > 0 ? tagged : [{ repository, tag: NONE }];
  return names.flatMap(({ repository: name, tag }) => {
    const own = byDigest.filter(([of]) => of === name).map(([, digest = NONE]) => digest);
    return (digests && own.length > 0 ? own : [NONE]).map((digest) => ({
      ID: isShort ? truncateId(image.Id) : image.Id,
      Repository: name.replace(/^docker\.io\/(?:library\/)?/, ""),
      Tag: tag,
      Digest: digest,
      CreatedSince: `${humanDuration(call.now().getTime() - image.Created * 1000)} ago`,
      CreatedAt: goTime(image.Created),
      Size: humanSize(image.Size),
      Containers: "N/A",
      VirtualSize: humanSize(image.VirtualSize, 4),
      SharedSize: "N/A",
      UniqueSize: "N/A",
    }));
  });
}

function splitTag(name: string): { readonly repository: string; readonly tag: string } {
  const at = name.lastIndexOf(":");
  return { repository: name.slice(0, at), tag: name.slice(at + 1) };
}
