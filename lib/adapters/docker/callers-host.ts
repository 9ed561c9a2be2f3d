import "server-only";
import path from "node:path";
import type { DockerHost } from "@/lib/adapters/config/docker";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { connectDocker, type DockerConnection } from "./connection";

type Environment = Readonly<Record<string, string | undefined>>;

/** The Docker host of the person at the command line: `-H`, else DOCKER_HOST, else this machine's socket. */
export function callersDocker(environment: Environment): (named: string | null) => Result<DockerConnection, string> {
  return (named) => {
    const address = named ?? (environment["DOCKER_HOST"] || "unix:///var/run/docker.sock");
    const host = hostAt(address, environment);
    return host
      ? ok(connectDocker(host))
      : failed(`docker host ${address} cannot be used from here: give unix://PATH or tcp://HOST:PORT`);
  };
}

function hostAt(address: string, environment: Environment): DockerHost | null {
  const common = { name: address, isDefault: true };
  if (address.startsWith("unix://")) {
    return { ...common, kind: "socket", socket: address.slice("unix://".length) };
  }
  if (/^tcp:\/\/[^/]+:\d+\/?$/.test(address)) {
    return { ...common, kind: "tcp", host: address.replace(/\/$/, ""), tls: tlsOf(environment) };
  }
  return null;
}

/** As the docker program has it: DOCKER_TLS_VERIFY asks for the files in DOCKER_CERT_PATH. */
function tlsOf({ DOCKER_TLS_VERIFY, DOCKER_CERT_PATH, HOME = "" }: Environment) {
  if (!DOCKER_TLS_VERIFY) {
    return null;
  }
  const folder = DOCKER_CERT_PATH || path.join(HOME, ".docker");
  return {
    ca: path.join(folder, "ca.pem"),
    cert: path.join(folder, "cert.pem"),
    key: path.join(folder, "key.pem"),
  };
}
