import type { ClusterConnection } from "../../connection";
import { deployment, homeless, sleeping } from "./fixtures";
import { create, type Manifest } from "./manifest";

/** The workloads that the originals name, with the containers that their patches name. */
const workloads: Readonly<Record<string, readonly string[]>> = {
  "user-service": ["user-service"],
  "nginx-rtmp": ["nginx-rtmp"],
  "sie-api": ["api"],
  "sie-worker-nlp": ["worker"],
  "sie-worker-ocr": ["worker"],
  "spec-to-proof-api": ["api"],
  "lean-farm": ["lean-farm"],
  postgresql: ["postgresql"],
  tickstorm: ["tickstorm"],
};

/** Those that are looked into: a pod of each, which its deployment's selector finds. */
const lookedInto = [
  "user-service",
  "nginx-rtmp",
  "sie-api",
  "spec-to-proof-api",
  "lean-farm",
  "postgresql",
  "tickstorm",
];

function podOf(workload: string): string {
  return `${workload}-0`;
}

/** Ports that the originals ask of these. */
const ports: Readonly<Record<string, number>> = { "user-service": 8081, tickstorm: 9090, "sie-api": 8000 };

/** The deployments, whose pods no node takes: what a change makes of them can be compared, and costs nothing. */
export function makeWorkloads(connection: ClusterConnection, namespace: string): Promise<void> {
  const service: Manifest = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "user-service" },
    spec: { selector: { app: "user-service" }, ports: [{ name: "http", port: 8081 }] },
  };
  const deployments = Object.entries(workloads).map(([name, containers]) => {
    const { metadata, spec } = homeless(name, containers);
    const named = spec.containers.map((one) => ({ ...one, image: `localhost/${name}:1` }));
    return deployment(name, 0, { metadata, spec: { ...spec, containers: named } });
  });
  return create(connection, [service, ...deployments], namespace);
}

/** The pods, each with a log that the searches find something in. */
export function makePods(connection: ClusterConnection, namespace: string): Promise<void> {
  const pods = lookedInto.map((name): Manifest => {
    const { metadata, spec } = sleeping(name, workloads[name]);
    const script = logged(name);
    const containers = spec.containers.map((one) => ({
      ...one,
      command: ["sh", "-c", script],
      resources: { limits: { memory: "96Mi" } },
    }));
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: podOf(name), ...metadata },
      spec: { ...spec, containers },
    };
  });
  return create(connection, pods, namespace);
}

/** Prints a log, then goes on as a process with the workload's name that takes a signal. */
function logged(name: string): string {
  const program = `#!/bin/sh\ntrap : USR1\nwhile :; do sleep 1; done\n`;
  const port = ports[name];
  const listening = port === undefined ? "" : `PORT=${port} CACHE_MB=1 /app/server >/dev/null 2>&1 & `;
  return `${listening}echo websocket opened; echo 'error: heap memory at 93%'; echo job queue loop
printf '${program}' > /tmp/${name}; chmod +x /tmp/${name}; exec /tmp/${name}`;
}
