import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { pairOf } from "../../pairs";
import type { CreateKind } from "./kind";

const RULE = /^([\w*.-]*)(\/[^=*]*)(\*?)=([\w-]+):([\w-]+)(,tls(?:=([\w-]*))?)?$/;

export const ingress: CreateKind = {
  name: "ingress",
  saysFailed: "failed to create ingress:",
  flags: {
    class: { kind: "value" },
    rule: { kind: "list" },
    annotation: { kind: "list" },
    "default-backend": { kind: "value" },
  },
  make: (flags) => {
    const rules = flags.all("rule").map(readRule);
    const backend = flags.get("default-backend") ?? "";
    if (rules.length === 0 && backend === "") {
      throw new CommandFailure(
        "error: not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)",
      );
    }
    const annotations = Object.fromEntries(flags.all("annotation").map(pairOf));
    return {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: Object.keys(annotations).length > 0 ? { annotations } : {},
      spec: { ...classMember(flags), ...defaultMember(backend), ...rulesMember(rules), ...tlsMember(rules) },
      status: { loadBalancer: {} },
    };
  },
};

type Rule = {
  readonly host: string;
  readonly path: unknown;
  /** The secret of `,tls=secret`, "" for `,tls`; null for neither. */
  readonly secret: string | null;
};

function readRule(text: string): Rule {
  const [, host, path, star, service = "", port = "", tls, secret = ""] = RULE.exec(text) ?? [];
  if (host === undefined) {
    throw new CommandFailure(
      `error: rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
    );
  }
  return {
    host,
    path: { path, pathType: star === "*" ? "Prefix" : "Exact", backend: backendOf(service, port) },
    secret: tls === undefined ? null : secret,
  };
}

function backendOf(name: string, port: string) {
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function classMember(flags: Flags) {
  const ingressClassName = flags.get("class") ?? "";
  return ingressClassName === "" ? {} : { ingressClassName };
}

function defaultMember(backend: string) {
  if (backend === "") {
    return {};
  }
  const [service = "", port = "", ...more] = backend.split(":");
  if (service === "" || port === "" || more.length > 0) {
    throw new CommandFailure("error: default-backend should be in format servicename:serviceport");
  }
  return { defaultBackend: backendOf(service, port) };
}

/** Paths of one host stand together. */
function rulesMember(rules: readonly Rule[]) {
  const hosts = [...new Set(rules.map(({ host }) => host))];
  const written = hosts.map((host) => ({
    ...(host !== "" && { host }),
    http: { paths: rules.filter((rule) => rule.host === host).map(({ path }) => path) },
  }));
  return written.length === 0 ? {} : { rules: written };
}

function tlsMember(rules: readonly Rule[]) {
  const secured = rules.filter((rule) => rule.secret !== null);
  const tls = [...new Set(secured.map(({ secret }) => secret))].flatMap((secret) => {
    const hosts = [...new Set(secured.filter((rule) => rule.secret === secret).map(({ host }) => host))].filter(
      Boolean,
    );
    const entry = { ...(hosts.length > 0 && { hosts }), ...(secret && { secretName: secret }) };
    return Object.keys(entry).length === 0 ? [] : [entry];
  });
  return tls.length === 0 ? {} : { tls };
}
