import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/core/kernel/app-error";

const file = z.string().min(1);
const variable = z.string().regex(/^[A-Za-z_]\w*$/, "must be the name of an environment variable");

/** The key `prometheus` of a cluster. */
export const prometheusSection = z
  .strictObject({
    /** With the path before `/api/v1` of Thanos, Mimir or VictoriaMetrics, if any. */
    url: z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" }),
    username: z.string().min(1).optional(),
    passwordFile: file.optional(),
    passwordEnv: variable.optional(),
    bearerTokenFile: file.optional(),
    bearerTokenEnv: variable.optional(),
    tls: z
      .strictObject({ ca: file.optional(), cert: file.optional(), key: file.optional() })
      .refine(({ cert, key }) => (cert === undefined) === (key === undefined), "needs cert and key together")
      .optional(),
    /** Sent as X-Scope-OrgID. */
    tenant: z
      .string()
      .regex(/^[!-~]+$/, "must be printable, without spaces")
      .optional(),
  })
  .refine(({ url }) => new URL(url).password === "", "has a password in its url: use passwordFile or passwordEnv")
  .refine(
    ({ passwordFile, passwordEnv, bearerTokenFile, bearerTokenEnv }) =>
      [passwordFile, passwordEnv, bearerTokenFile, bearerTokenEnv].filter((way) => way !== undefined).length <= 1,
    "has more than one of passwordFile, passwordEnv, bearerTokenFile and bearerTokenEnv",
  )
  .refine(
    ({ username, passwordFile, passwordEnv }) =>
      (username === undefined) === (passwordFile === undefined && passwordEnv === undefined),
    "needs username and passwordFile or passwordEnv together",
  );

/** A password or a token: in a file, which is read when it is used, or as it stood in the environment. */
export type SecretSource =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "value"; readonly value: string };

/** One Prometheus, and with what it is asked. */
export type PrometheusConfig = {
  readonly url: string;
  readonly login:
    | { readonly kind: "none" }
    | { readonly kind: "basic"; readonly username: string; readonly password: SecretSource }
    | { readonly kind: "bearer"; readonly token: SecretSource };
  readonly tls: {
    readonly ca: string | null;
    readonly pair: { readonly cert: string; readonly key: string } | null;
  };
  readonly tenant: string | null;
};

/** A Prometheus that is asked with what stands in its address, or with nothing. */
export function prometheusAt(address: string): PrometheusConfig {
  const url = new URL(address);
  const [username, value] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = "";
  url.password = "";
  return {
    url: url.href,
    login: username === "" ? { kind: "none" } : { kind: "basic", username, password: { kind: "value", value } },
    tls: { ca: null, pair: null },
    tenant: null,
  };
}

type Entry = z.infer<typeof prometheusSection>;

type Surroundings = {
  resolve(file: string): string;
  readonly variables: Readonly<Record<string, string | undefined>>;
};

/** The entry with its files found from another folder. Throws AppError when a variable that it names is not set. */
export function prometheusFrom(entry: Entry, surroundings: Surroundings): PrometheusConfig {
  const { ca, cert, key } = entry.tls ?? {};
  const { resolve } = surroundings;
  return {
    url: entry.url,
    login: loginOf(entry, surroundings),
    tls: {
      ca: ca === undefined ? null : resolve(ca),
      pair: cert === undefined || key === undefined ? null : { cert: resolve(cert), key: resolve(key) },
    },
    tenant: entry.tenant ?? null,
  };
}

function loginOf({ username, ...entry }: Entry, surroundings: Surroundings): PrometheusConfig["login"] {
  const password = sourceOf(entry.passwordFile, entry.passwordEnv, surroundings);
  if (username !== undefined && password) {
    return { kind: "basic", username, password };
  }
  const token = sourceOf(entry.bearerTokenFile, entry.bearerTokenEnv, surroundings);
  return token ? { kind: "bearer", token } : { kind: "none" };
}

function sourceOf(
  named: string | undefined,
  variable: string | undefined,
  { resolve, variables }: Surroundings,
): SecretSource | null {
  if (named !== undefined) {
    return { kind: "file", file: resolve(named) };
  }
  if (variable === undefined) {
    return null;
  }
  const value = variables[variable];
  if (value === undefined) {
    throw new AppError(
      "invalid-input",
      `The environment variable ${variable}, which the configuration names, is not set.`,
    );
  }
  return { kind: "value", value };
}
