import type { ClusterConnection } from "../../connection";

export type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [section: string]: unknown;
};

const clusterWide = new Set([
  "Namespace",
  "Node",
  "CustomResourceDefinition",
  "PriorityClass",
  "CertificateSigningRequest",
]);

function collectionOf({ apiVersion, kind }: Manifest, namespace: string): string {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const lower = kind.toLowerCase();
  const plural = lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : lower.endsWith("s") ? `${lower}es` : `${lower}s`;
  return clusterWide.has(kind) ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
}

/** Makes objects in a namespace, in order. */
export async function create(
  connection: ClusterConnection,
  manifests: readonly Manifest[],
  namespace: string,
): Promise<void> {
  for (const manifest of manifests) {
    const path = collectionOf(manifest, namespace);
    const reply = await connection.request({ method: "POST", path, body: manifest });
    if (reply.status >= 300) {
      throw new Error(`POST ${path}: ${reply.status} ${reply.text}`);
    }
  }
}
