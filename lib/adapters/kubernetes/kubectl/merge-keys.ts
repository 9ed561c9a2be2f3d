import "server-only";
import { z } from "zod";
import type { ClusterConnection } from "../connection";
import type { Invocation } from "./invocation";

/** How a strategic patch treats the members of a kind of object. Null where nothing is known: then lists are replaced. */
export type PatchSchema = {
  /** The schema of a member; of a list, that of its items. */
  at(key: string): PatchSchema | null;
  /** The key that pairs the items of a list; "" for a list of plain values that are merged; null when it is replaced. */
  mergeKey(key: string): string | null;
  /** Whether the member is replaced as a whole. */
  isReplaced(key: string): boolean;
  /** Whether a patch of the member lists the keys that stay. */
  retainsKeys(key: string): boolean;
};

const property = z.looseObject({
  $ref: z.string().optional(),
  items: z.looseObject({ $ref: z.string().optional() }).optional(),
  type: z.string().optional(),
  "x-kubernetes-patch-strategy": z.string().optional(),
  "x-kubernetes-patch-merge-key": z.string().optional(),
});
type Property = z.infer<typeof property>;
const definition = z.looseObject({
  properties: z.record(z.string(), property).optional(),
  "x-kubernetes-group-version-kind": z
    .array(z.object({ group: z.string(), version: z.string(), kind: z.string() }))
    .optional(),
});
const openApi = z.object({ definitions: z.record(z.string(), definition) });

type Definitions = z.infer<typeof openApi>["definitions"];
const read = new WeakMap<ClusterConnection, Promise<Definitions>>();

/** The patch schema of a kind, from the server's OpenAPI document; null for kinds that the document does not describe. */
export async function patchSchemaOf(
  call: Invocation,
  { group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string },
): Promise<PatchSchema | null> {
  const definitions = await definitionsOf(call);
  const found = Object.entries(definitions).find(([, one]) =>
    one["x-kubernetes-group-version-kind"]?.some(
      (gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind,
    ),
  );
  return found ? schemaOf(definitions, found[0]) : null;
}

function definitionsOf(call: Invocation): Promise<Definitions> {
  const known = read.get(call.connection);
  if (known !== undefined) {
    return known;
  }
  const asked = call.ask({ path: "/openapi/v2" }).then(({ body }) => openApi.parse(body).definitions);
  read.set(call.connection, asked);
  asked.catch(() => read.delete(call.connection));
  return asked;
}

function schemaOf(definitions: Definitions, name: string): PatchSchema | null {
  const properties = definitions[name]?.properties;
  if (!properties) {
    return null;
  }
  const strategies = (key: string) => (properties[key]?.["x-kubernetes-patch-strategy"] ?? "").split(",");
  return {
    at: (key) => {
      const target = targetOf(properties[key]);
      return target === undefined ? null : schemaOf(definitions, target);
    },
    mergeKey: (key) =>
      strategies(key).includes("merge") ? (properties[key]?.["x-kubernetes-patch-merge-key"] ?? "") : null,
    isReplaced: (key) => strategies(key).includes("replace"),
    retainsKeys: (key) => strategies(key).includes("retainKeys"),
  };
}

function targetOf(found: Property | undefined): string | undefined {
  return (found?.$ref ?? found?.items?.$ref)?.replace("#/definitions/", "");
}
