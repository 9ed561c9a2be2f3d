import "server-only";
import type { HostVerdict } from "./curl";

type HostPolicy = {
  /** Names as runbooks write them, with or without a port, to the addresses meant. */
  readonly hosts: Readonly<Record<string, string>>;
  /** The run's cluster's own; null when it has none. */
  readonly prometheusUrl: string | null;
};

/** What Prometheus answers that changes nothing. */
const prometheusReads =
  /^\/api\/v1\/(?:query|query_range|query_exemplars|series|labels|label\/[^/]+\/values|alerts|rules|targets|metadata)\/?$/;
const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/;

/**
 * Which hosts a run's curl may call, and under which address: those that the operator lists, and the read API of the
 * cluster's Prometheus under its usual name. Anything else is refused with the line to add.
 */
export function hostPolicy({ hosts, prometheusUrl }: HostPolicy): (url: URL) => HostVerdict {
  return (url) => {
    const listed = hosts[url.host] ?? hosts[url.hostname];
    if (listed !== undefined) {
      return { ok: true, isInwardAllowed: true, address: new URL(listed) };
    }
    if (prometheusUrl !== null && /^prometheus(?:[.-]|$)/.test(url.hostname) && prometheusReads.test(url.pathname)) {
      return { ok: true, isInwardAllowed: true, address: new URL(prometheusUrl) };
    }
    return { ok: false, sentence: refusalOf(url) };
  };
}

function refusalOf({ host, hostname, origin }: URL): string {
  return thisMachine.test(hostname)
    ? `refused: ${host} here is Headroom's own machine; ask in the container: kubectl exec POD -- curl …`
    : `refused: ${host} is not listed; add "${host}: ${origin}" under hosts in the configuration`;
}
