import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What the addresses of the originals lead to: health, memory and caches of a service, as JSON. */
export async function startService(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    if (request.headers.upgrade !== undefined) {
      response.writeHead(426).end();
      return;
    }
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ status: "ok", path: request.url }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const COMPOSE_PROJECT = "nova";

/** The file of the project whose container startContainers makes, and the name that is not read from its folder. */
export const composeProject = {
  name: COMPOSE_PROJECT,
  file: 'version: "2.4"\nservices: { nginx-rtmp: { image: headroom-test:1 } }\n',
};

const composeLabels = [`project=${COMPOSE_PROJECT}`, "service=nginx-rtmp", "container-number=1", "oneoff=False"];

/** Containers with the names that the originals' filters look for, one of them as Compose makes it. */
export function startContainers(host: string): () => void {
  const docker = (...words: string[]) => execFileSync("/usr/bin/docker", ["-H", host, ...words], { encoding: "utf8" });
  const names = ["vedfinance-api", "nginx-rtmp"];
  for (const name of names) {
    const labels =
      name === "nginx-rtmp" ? composeLabels.flatMap((label) => ["--label", `com.docker.compose.${label}`]) : [];
    // Its one process is deaf to SIGTERM: a restart would take the ten seconds that it is given to end.
    docker("run", "-d", "--name", name, "--network", "none", "--stop-signal", "KILL", ...labels, "headroom-test:1");
  }
  return () => void docker("rm", "-f", ...names);
}

/** Port and folder of the tests' sshd, as lines of a configuration. */
export function sshSection(server: string): string {
  const [port = "", folder = ""] = server.split(" ");
  return `ssh:
  knownHosts: ${folder}/known_hosts
  hosts:
    - { name: 103.54.153.248, address: 127.0.0.1, port: ${port}, user: root, privateKey: ${folder}/user-key }
`;
}
