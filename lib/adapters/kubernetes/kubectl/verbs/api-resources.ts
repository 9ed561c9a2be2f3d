import "server-only";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { compareBytes } from "../go/values";
import type { Invocation } from "../invocation";
import { freshTypes, type ResourceType } from "../resources";
import { alignColumns } from "../table";

const flagTable: FlagTable = {
  "api-group": { kind: "value" },
  cached: { kind: "switch" },
  categories: { kind: "list" },
  namespaced: { kind: "switch" },
  "no-headers": { kind: "switch" },
  output: { kind: "value", short: "o" },
  "show-managed-fields": { kind: "switch" },
  "sort-by": { kind: "value" },
  verbs: { kind: "list" },
};

/** kubectl api-resources: each resource once, in the version that its group prefers. */
export async function apiResources(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "api-resources");
  refuse(flags);
  call.check({ namespace: null, risk: "read", description: "api-resources" });
  const types = chosen(await freshTypes(call), flags);
  const key = sortKey(flags.get("sort-by") ?? "");
  const sorted = [...types].sort((a, b) => compareBytes(key(a), key(b)) || compareBytes(a.plural, b.plural));
  call.out(printed(sorted, flags));
  return 0;
}

function refuse(flags: Flags): void {
  const [output, sortBy] = [flags.get("output") ?? "", flags.get("sort-by") ?? ""];
  if (flags.words.length > 0) {
    throw new CommandFailure(
      `error: unexpected arguments: [${flags.words.join(" ")}]\nSee 'kubectl api-resources -h' for help and examples`,
    );
  }
  if (!["", "name", "wide"].includes(output)) {
    throw new CommandFailure(
      ["json", "yaml", "kyaml"].includes(output)
        ? `error: api-resources -o ${output} is not made here: use -o wide, or get --raw /apis`
        : `error: unable to match a printer suitable for the output format "${output}", allowed formats are: json,kyaml,name,wide,yaml`,
    );
  }
  if (!["", "name", "kind"].includes(sortBy)) {
    throw new CommandFailure("error: --sort-by accepts only name or kind");
  }
}

function chosen(types: readonly ResourceType[], flags: Flags): readonly ResourceType[] {
  const listed = (flag: string) => flags.all(flag).flatMap((value) => value.split(","));
  const [verbs, categories] = [listed("verbs"), listed("categories")];
  const group = flags.get("api-group");
  const seen = new Set<string>();
  return types.filter((type) => {
    const name = `${type.plural}.${type.group}`;
    const isFirst = !seen.has(name);
    seen.add(name);
    return (
      isFirst &&
      (group === undefined || type.group === group) &&
      (flags.get("namespaced") === undefined || type.isNamespaced === flags.has("namespaced")) &&
      verbs.every((verb) => type.verbs.includes(verb)) &&
      categories.every((category) => type.categories.includes(category))
    );
  });
}

function sortKey(sortBy: string): (type: ResourceType) => string {
  switch (sortBy) {
    case "name":
      return ({ plural }) => plural;
    case "kind":
      return ({ kind }) => kind;
    default:
      return ({ group }) => group;
  }
}

function printed(types: readonly ResourceType[], flags: Flags): string {
  if (flags.get("output") === "name") {
    return types.map(({ plural, group }) => `${plural}${group === "" ? "" : `.${group}`}\n`).join("");
  }
  const isWide = flags.get("output") === "wide";
  const header = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(isWide ? ["VERBS", "CATEGORIES"] : [])];
  const rows = types.map((type) => [
    type.plural,
    type.shortNames.join(","),
    type.group === "" ? type.version : `${type.group}/${type.version}`,
    String(type.isNamespaced),
    type.kind,
    ...(isWide ? [type.verbs.join(","), type.categories.join(",")] : []),
  ]);
  return alignColumns(flags.has("no-headers") ? rows : [header, ...rows]);
}
