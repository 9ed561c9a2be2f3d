import "server-only";
import type { Duplex } from "node:stream";
import type { CommandIo } from "@/lib/core/shell/command";
import type { HostVerdict } from "./host-verdict";

type HostPolicy = {
  /** Names as runbooks write them, with or without a port, to the addresses meant. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The run's cluster's own; null when it has none. */
  readonly prometheusUrl: string | null;
  /** How the run reaches a port of `localhost`; null when nothing of its own is there. */
  readonly localPort?: (port: number) => ((io: CommandIo) => Promise<Duplex>) | null;
};

/** What Prometheus answers that changes nothing. */
const prometheusReads =
  /^\/api\/v1\/(?:query|query_range|query_exemplars|series|labels|label\/[^/]+\/values|alerts|rules|targets|metadata)\/?$/;
const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/**
 * Which hosts a run's curl may call, and under which address: those that the operator lists, and the read API of the
 * cluster's Prometheus under its usual name. `localhost` is the run's own: a port that it forwards, or one of its
 * target, never this machine. Anything else is refused with the line to add.
 */
export function hostPolicy({ hosts, prometheusUrl, localPort }: HostPolicy): (url: URL) => HostVerdict {
  return (url) => {
    const listed = hosts[url.host] ?? hosts[url.hostname];
    if (listed !== undefined) {
      return { ok: true, isInwardAllowed: true, address: new URL(listed) };
    }
    if (prometheusUrl !== null && /^prometheus(?:[.-]|$)/.test(url.hostname) && prometheusReads.test(url.pathname)) {
      return { ok: true, isInwardAllowed: true, address: new URL(prometheusUrl) };
    }
    const through = thisMachine.test(url.hostname) ? (localPort?.(portOf(url)) ?? null) : null;
    return through ? { ok: true, through } : { ok: false, sentence: refusalOf(url) };
  };
}

function portOf({ port, protocol }: URL): number {
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

function refusalOf({ host, hostname, origin }: URL): string {
  return thisMachine.test(hostname)
    ? `refused: ${host} here is Headroom's own machine; ask in the container: kubectl exec POD -- curl …, or forward the port first: kubectl port-forward POD PORT &`
    : `refused: ${host} is not listed; add "${host}: ${origin}" under hosts in the configuration`;
}
