import type { Standing } from "./standing-cluster";

export const CREATED = "2024-03-01T10:00:00Z";
export const uid = (name: string) => `00000000-0000-0000-0000-${name.padEnd(12, "0").slice(0, 12)}`;

type Made = { readonly plural: string; readonly apiVersion: string; readonly kind: string; readonly name: string };

/** In the namespace "default". */
export function local({ name, ...type }: Made, content: Readonly<Record<string, unknown>>): Standing {
  const { metadata, ...rest } = content;
  const own = { name, namespace: "default", uid: uid(name), creationTimestamp: CREATED };
  return { ...type, metadata: { ...own, ...Object(metadata) }, ...rest };
}

/** In no namespace. */
export function wide({ name, ...type }: Made, content: Readonly<Record<string, unknown>>): Standing {
  const { metadata, ...rest } = content;
  return { ...type, metadata: { name, uid: uid(name), creationTimestamp: CREATED, ...Object(metadata) }, ...rest };
}

export const core = (plural: string, kind: string, name: string): Made => ({ plural, apiVersion: "v1", kind, name });
export const container = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  name,
  image: `${name}:1`,
  ...more,
});
export const template = { metadata: { labels: { app: "x" } }, spec: { containers: [container("c")] } };
export const amounts = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
