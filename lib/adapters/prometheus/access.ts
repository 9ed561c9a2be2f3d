import "server-only";
import { existsSync, readFileSync } from "node:fs";
import type { PrometheusConfig, SecretSource } from "@/lib/adapters/config/prometheus";
import { AppError } from "@/lib/core/kernel/app-error";

/** What a connection is secured with, beside what every one is. */
export type TlsFiles = { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };

/** How one Prometheus is asked: by its API's client, and by curl. */
export type PrometheusAccess = {
  /** With the path before `/api/v1`, without a slash at its end, and without credentials. */
  readonly url: string;
  /** The login and the tenant; a token in a file is read each time, because it is replaced. */
  headers(): Readonly<Record<string, string>>;
  tls(): TlsFiles;
};

/** The access that the configuration describes. Its functions throw AppError when a file cannot be read. */
export function prometheusAccess(config: PrometheusConfig): PrometheusAccess {
  const { login, tls, tenant } = config;
  return {
    url: config.url.replace(/\/+$/, ""),
    headers: () => ({
      ...(login.kind === "basic" && { authorization: `Basic ${basicPair(login)}` }),
      ...(login.kind === "bearer" && { authorization: `Bearer ${secretText(login.token)}` }),
      ...(tenant !== null && { "x-scope-orgid": tenant }),
    }),
    tls: () => ({
      ...(tls.ca !== null && { ca: bytesOf(tls.ca) }),
      ...(tls.pair && { cert: bytesOf(tls.pair.cert), key: bytesOf(tls.pair.key) }),
    }),
  };
}

/** What no output may show of a Prometheus; a file that is not there holds no secret. */
export function prometheusSecrets({ login }: PrometheusConfig): readonly string[] {
  const source = login.kind === "basic" ? login.password : login.kind === "bearer" ? login.token : null;
  if (source === null || login.kind === "none" || (source.kind === "file" && !existsSync(source.file))) {
    return [];
  }
  return [secretText(source), ...(login.kind === "basic" ? [basicPair(login)] : [])];
}

function basicPair({ username, password }: { readonly username: string; readonly password: SecretSource }): string {
  return Buffer.from(`${username}:${secretText(password)}`).toString("base64");
}

function secretText(source: SecretSource): string {
  return source.kind === "value" ? source.value : bytesOf(source.file).toString("utf8").trim();
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new AppError(
      "upstream-unavailable",
      `The file ${file} that the configuration names for Prometheus cannot be read.`,
      {
        cause: error,
      },
    );
  }
}
