import { spawn } from "node:child_process";

export type Said = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** Where the real programs go, so that they meet the same systems under the names that the script has for them. */
export type RealPlaces = {
  readonly env: NodeJS.ProcessEnv;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly postgresPort: number;
  readonly redisPort: number;
  readonly dockerHost: string;
  readonly composeFile: string;
  readonly composeProject: string;
};

const programs = `
kubectl() { command kubectl --namespace "$HR_NAMESPACE" "$@"; }
redis-cli() { command redis-cli -p "$HR_REDIS_PORT" "$@"; }
docker() { /usr/bin/docker "$@"; }
docker-compose() { command docker-compose -f "$HR_COMPOSE_FILE" "$@"; }
`;

/** Runs a script by the machine's own bash, with the real kubectl, psql, redis-cli and docker. */
export function runRealBash(script: string, places: RealPlaces): Promise<Said> {
  const env = {
    ...places.env,
    LANG: "C.UTF-8",
    TZ: "UTC",
    KUBECONFIG: places.kubeconfig,
    HR_NAMESPACE: places.namespace,
    HR_REDIS_PORT: String(places.redisPort),
    PGHOSTADDR: "127.0.0.1",
    PGDATABASE: "postgres",
    PGPORT: String(places.postgresPort),
    DOCKER_HOST: places.dockerHost,
    HR_COMPOSE_FILE: places.composeFile,
    COMPOSE_PROJECT_NAME: places.composeProject,
  };
  const child = spawn("/bin/bash", ["-c", programs + script], { env });
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
    });
  }
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ ...said, exitCode: code ?? -1 }));
  });
}
