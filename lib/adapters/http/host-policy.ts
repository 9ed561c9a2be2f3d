import "server-only";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import type { CommandIo } from "@/lib/core/shell/command";
import { isInwardAddress } from "./addresses";
import type { Credentials, HostVerdict } from "./host-verdict";

type HostPolicy = {
  /** Names as runbooks write them, with or without a port, to the addresses meant. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The run's cluster's own; null when it has none. */
  readonly prometheus: (Credentials & { readonly url: string }) | null;
  /** How the run reaches a port of `localhost`; null when nothing of its own is there. */
  readonly localPort?: (port: number) => Open | null;
  /** How it reaches the pod that has an address of the own network. */
  readonly podAddress?: (address: string, port: number) => Open;
};

type Open = (io: CommandIo) => Promise<Duplex>;

/** What Prometheus answers that changes nothing. */
const prometheusReads =
  /^\/api\/v1\/(?:query|query_range|query_exemplars|series|labels|label\/[^/]+\/values|alerts|rules|targets|metadata)\/?$/;
const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/**
 * Which hosts a run's curl may call, and under which address: those that the operator lists, and the read API of the
 * cluster's Prometheus under its usual name. `localhost` is the run's own: a port that it forwards, or one of its
 * target, never this machine; an address of the own network is that of a pod. Anything else is refused with the line to add.
 */
export function hostPolicy({ hosts, prometheus, localPort, podAddress }: HostPolicy): (url: URL) => HostVerdict {
  return (url) => {
    const listed = hosts[url.host] ?? hosts[url.hostname];
    if (listed !== undefined) {
      return { ok: true, isInwardAllowed: true, address: new URL(listed) };
    }
    const asked = prometheus && prometheusAddress(url, new URL(prometheus.url));
    if (prometheus && asked) {
      return { ok: true, isInwardAllowed: true, address: asked, credentials: prometheus };
    }
    const address = url.hostname.replace(/^\[|\]$/g, "");
    const through = thisMachine.test(url.hostname)
      ? localPort?.(portOf(url))
      : isIP(address) !== 0 && isInwardAddress(address) && podAddress?.(address, portOf(url));
    return through ? { ok: true, through } : { ok: false, sentence: refusalOf(url) };
  };
}

/** Where a read of the cluster's Prometheus goes: it is named as runbooks do, or by its own address. */
function prometheusAddress(url: URL, own: URL): URL | null {
  const prefix = own.pathname.replace(/\/$/, "");
  const isOwn = url.origin === own.origin && url.pathname.startsWith(`${prefix}/`);
  const path = isOwn ? url.pathname.slice(prefix.length) : url.pathname;
  const isNamed = isOwn || /^prometheus(?:[.-]|$)/.test(url.hostname);
  if (!isNamed || !prometheusReads.test(path)) {
    return null;
  }
  return isOwn ? new URL(own.origin) : own;
}

function portOf({ port, protocol }: URL): number {
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

function refusalOf({ host, hostname, origin }: URL): string {
  return thisMachine.test(hostname)
    ? `refused: ${host} here is Headroom's own machine; ask in the container: kubectl exec POD -- curl …, or forward the port first: kubectl port-forward POD PORT &`
    : `refused: ${host} is not listed; add "${host}: ${origin}" under hosts in the configuration`;
}
