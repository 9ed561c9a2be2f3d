import "server-only";
import { getConfig } from "@/lib/adapters/config/config";
import type { ClusterConfig, ToolboxConfig } from "@/lib/adapters/config/schema";
import { type ClusterConnection, connectCluster } from "@/lib/adapters/kubernetes/connection";
import { type PrometheusAccess, prometheusAccess } from "@/lib/adapters/prometheus/access";
import { createPrometheusClient, type PrometheusClient } from "@/lib/adapters/prometheus/client";
import { createPanelCache, type PanelCache } from "@/lib/adapters/prometheus/panel-cache";
import { AppError } from "@/lib/core/kernel/app-error";

/** One cluster the operator configured, with its clients. Connections are kept for the life of the process. */
export type Cluster = {
  readonly name: string;
  readonly colour: ClusterConfig["colour"];
  readonly isProduction: boolean;
  /** Reads the kubeconfig when first needed; throws AppError when it cannot. */
  connection(): ClusterConnection;
  readonly prometheus: PrometheusClient | null;
  /** How that Prometheus is asked by other means. */
  readonly prometheusAccess: PrometheusAccess | null;
  readonly panels: PanelCache | null;
  /** Where programs run that Headroom does not have; null: a person runs them by hand. */
  readonly toolbox: ToolboxConfig | null;
};

const known = new Map<string, Cluster>();

/** The clusters of the configuration, in its order. */
export function clusterNames(): readonly string[] {
  return getConfig().clusters.map((cluster) => cluster.name);
}

/** The cluster that an alert without a `cluster` label is from: the first one. */
export function defaultClusterName(): string {
  return clusterNames()[0] ?? "default";
}

/** A cluster by name; null when the configuration does not have it. */
export function findCluster(name: string): Cluster | null {
  const kept = known.get(name);
  if (kept) {
    return kept;
  }
  const settings = getConfig().clusters.find((candidate) => candidate.name === name);
  if (!settings) {
    return null;
  }
  const cluster = openCluster(settings);
  known.set(name, cluster);
  return cluster;
}

/** A cluster by name, or the sentence that says what to add. */
export function clusterNamed(name: string): Cluster {
  const cluster = findCluster(name);
  if (!cluster) {
    throw new AppError(
      "upstream-unavailable",
      `Cluster ${name} is not configured: add it to \`clusters\` in the configuration.`,
    );
  }
  return cluster;
}

function openCluster(settings: ClusterConfig): Cluster {
  let connection: ClusterConnection | null = null;
  const access = settings.prometheus && prometheusAccess(settings.prometheus);
  const prometheus = access && createPrometheusClient(access);
  return {
    name: settings.name,
    colour: settings.colour,
    isProduction: settings.production,
    prometheus,
    prometheusAccess: access,
    toolbox: settings.toolbox,
    panels: prometheus && createPanelCache(prometheus),
    connection: () => {
      connection ??= connectCluster({
        name: settings.name,
        ...(settings.kubeconfig !== null && { kubeconfigPath: settings.kubeconfig }),
        ...(settings.context !== null && { context: settings.context }),
      });
      return connection;
    },
  };
}
