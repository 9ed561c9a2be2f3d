import "server-only";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { goJson } from "../../go/values";
import type { Invocation } from "../../invocation";
import type { CreateKind } from "./kind";

export const tlsSecret: CreateKind = {
  name: "secret tls",
  saysFailed: "failed to create secret",
  flags: { cert: { kind: "value" }, key: { kind: "value" } },
  make: async (flags, _name, call) => {
    const [certPath, keyPath] = [flags.get("cert") ?? "", flags.get("key") ?? ""];
    if (certPath === "" || keyPath === "") {
      throw new CommandFailure("error: key and cert must be specified");
    }
    const cert = await read(call, certPath);
    const key = await read(call, keyPath);
    checkPair(cert, key);
    const data = { "tls.crt": cert.toString("base64"), "tls.key": key.toString("base64") };
    return { apiVersion: "v1", kind: "Secret", type: "kubernetes.io/tls", data };
  },
};

async function read(call: Invocation, path: string): Promise<Buffer> {
  const bytes = await call.io.readFile(path);
  if (bytes === null) {
    throw new CommandFailure(`error: Cannot read file ${path}, open ${path}: no such file or directory`);
  }
  return Buffer.from(bytes);
}

function checkPair(cert: Buffer, key: Buffer): void {
  const lacking = [
    !cert.includes("-----BEGIN CERTIFICATE-----") && "certificate",
    !key.includes("PRIVATE KEY-----") && "key",
  ].find((what) => what !== false);
  if (lacking) {
    throw new CommandFailure(`error: tls: failed to find any PEM data in ${lacking} input`);
  }
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new CommandFailure("error: tls: private key does not match public key");
  }
}

const DOCKER_HUB = "https://index.docker.io/v1/";

export const registrySecret: CreateKind = {
  name: "secret docker-registry",
  saysFailed: "failed to create secret",
  flags: {
    "docker-server": { kind: "value" },
    "docker-username": { kind: "value" },
    "docker-password": { kind: "value" },
    "docker-email": { kind: "value" },
  },
  make: (flags) => ({
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/dockerconfigjson",
    data: { ".dockerconfigjson": Buffer.from(dockerConfig(flags)).toString("base64") },
  }),
};

function dockerConfig(flags: Flags): string {
  const [username, password] = [flags.get("docker-username") ?? "", flags.get("docker-password") ?? ""];
  const email = flags.get("docker-email") ?? "";
  const server = flags.get("docker-server") ?? DOCKER_HUB;
  if (username === "" || password === "" || server === "") {
    throw new CommandFailure(
      "error: either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
    );
  }
  const auth = Buffer.from(`${username}:${password}`).toString("base64");
  return goJson({ auths: { [server]: { username, password, ...(email !== "" && { email }), auth } } }, "", true);
}
