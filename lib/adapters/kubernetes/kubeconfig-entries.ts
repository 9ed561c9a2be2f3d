import "server-only";
import type { Cluster, Context, KubeConfig, User } from "@kubernetes/client-node";

type Named<Key extends string> = { readonly name: string } & Readonly<Record<Key, Readonly<Record<string, unknown>>>>;

/** What a kubeconfig says, by kubectl's names and without anything that opens a door. */
export type KubeconfigEntries = {
  readonly currentContext: string;
  readonly clusters: readonly Named<"cluster">[];
  readonly users: readonly Named<"user">[];
  readonly contexts: readonly Named<"context">[];
};

const REDACTED = "REDACTED";
const OMITTED = "DATA+OMITTED";

/** The entries of a kubeconfig; only those of its own context unless `isWhole`: a file may know of other clusters. */
export function kubeconfigEntries(config: KubeConfig, { isWhole }: { readonly isWhole: boolean }): KubeconfigEntries {
  const currentContext = config.getCurrentContext();
  const own = config.getContextObject(currentContext);
  const isShown = (name: string, wanted: string | undefined) => isWhole || name === wanted;
  return {
    currentContext,
    clusters: byName(config.getClusters().filter(({ name }) => isShown(name, own?.cluster))).map(clusterEntry),
    users: byName(config.getUsers().filter(({ name }) => isShown(name, own?.user))).map(userEntry),
    contexts: byName(config.getContexts().filter(({ name }) => isShown(name, own?.name))).map(contextEntry),
  };
}

function byName<T extends { readonly name: string }>(entries: readonly T[]): readonly T[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function clusterEntry({ name, ...of }: Cluster): Named<"cluster"> {
  return {
    name,
    cluster: present({
      server: of.server,
      "tls-server-name": of.tlsServerName,
      "insecure-skip-tls-verify": of.skipTLSVerify || undefined,
      "certificate-authority": of.caFile,
      "certificate-authority-data": hidden(of.caData, OMITTED),
      "proxy-url": of.proxyUrl,
    }),
  };
}

function contextEntry({ name, cluster, user, namespace }: Context): Named<"context"> {
  return { name, context: present({ cluster, user, namespace }) };
}

function userEntry({ name, ...of }: User): Named<"user"> {
  return {
    name,
    user: present({
      "client-certificate": of.certFile,
      "client-certificate-data": hidden(of.certData, OMITTED),
      "client-key": of.keyFile,
      "client-key-data": hidden(of.keyData, OMITTED),
      token: hidden(of.token, REDACTED),
      as: of.impersonateUser,
      username: of.username,
      password: hidden(of.password, REDACTED),
      "auth-provider": of.authProvider && { name: of.authProvider.name, config: allHidden(of.authProvider.config) },
      exec: of.exec && pluginEntry(of.exec),
    }),
  };
}

/** The values that a plugin is given may be secrets: kubectl shows them, here they are not. */
function pluginEntry(plugin: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const env = Array.isArray(plugin["env"]) ? plugin["env"] : null;
  return {
    command: plugin["command"],
    args: plugin["args"] ?? null,
    env: env?.map((variable: Readonly<Record<string, unknown>>) => ({ ...variable, value: REDACTED })) ?? null,
    apiVersion: plugin["apiVersion"],
    provideClusterInfo: plugin["provideClusterInfo"] ?? false,
    interactiveMode: plugin["interactiveMode"] ?? "IfAvailable",
  };
}

function allHidden(values: unknown): unknown {
  return values !== null && typeof values === "object"
    ? Object.fromEntries(Object.keys(values).map((key) => [key, REDACTED]))
    : values;
}

function hidden(secret: string | undefined, word: string): string | undefined {
  return secret === undefined || secret === "" ? undefined : word;
}

function present(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ""));
}
