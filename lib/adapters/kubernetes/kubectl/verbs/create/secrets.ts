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

/** Go's words for files that are no certificate with its key. */
function checkPair(cert: Buffer, key: Buffer): void {
  const problem = certificateProblem(cert.toString("utf8")) ?? keyProblem(key.toString("utf8"));
  if (problem !== null) {
    throw new CommandFailure(`error: tls: ${problem}`);
  }
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new CommandFailure("error: tls: private key does not match public key");
  }
}

const hasKey = (text: string) => /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text);
const hasCertificate = (text: string) => text.includes("-----BEGIN CERTIFICATE-----");

function certificateProblem(text: string): string | null {
  if (hasCertificate(text)) {
    return null;
  }
  return hasKey(text)
    ? "failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched"
    : "failed to find any PEM data in certificate input";
}

function keyProblem(text: string): string | null {
  if (hasKey(text)) {
    return null;
  }
  return hasCertificate(text)
    ? "found a certificate rather than a key in the PEM for the private key"
    : "failed to find any PEM data in key input";
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
