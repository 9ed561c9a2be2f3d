import { stringify } from "yaml";

export interface KubeconfigInput {
  readonly server: string;
  readonly certificatePem: string;
  readonly adminToken: string;
  readonly viewerToken: string;
}

/** A kubeconfig with two contexts: `range` may do everything, `range-viewer` may only read. */
export function kubeconfigText(input: KubeconfigInput): string {
  const context = (user: string, namespace: string): object => ({ cluster: "range", user, namespace });
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "range",
    clusters: [
      {
        name: "range",
        cluster: {
          server: input.server,
          "certificate-authority-data": Buffer.from(input.certificatePem).toString("base64"),
        },
      },
    ],
    users: [
      { name: "range-admin", user: { token: input.adminToken } },
      { name: "range-viewer", user: { token: input.viewerToken } },
    ],
    contexts: [
      { name: "range", context: context("range-admin", "default") },
      { name: "range-viewer", context: context("range-viewer", "default") },
    ],
  });
}
