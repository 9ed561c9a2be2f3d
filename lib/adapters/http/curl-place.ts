import "server-only";
import { isIP } from "node:net";
import { CurlFailure } from "./curl-failure";
import type { CurlOptions } from "./curl-flags";
import type { CurlSettings, HostVerdict } from "./host-verdict";

type Allowed = Extract<HostVerdict, { ok: true }>;

/** Where a URL is really asked for. */
type Place = Pick<Allowed, "credentials" | "through"> & {
  readonly url: URL;
  /** The host that the server is told, when it is another. */
  readonly as: URL | undefined;
  readonly isInwardAllowed: boolean;
};

type Call = { readonly options: CurlOptions; readonly settings: CurlSettings };

/**
 * Asks whether a URL may be called, and with `--resolve` whether the address that it names may be, too: a host that is
 * listed leads nowhere else. Throws CurlFailure 126 with the sentence for what may not.
 */
export function placeOf(url: URL, { options, settings }: Call): Place {
  const verdict = allowed(url, settings);
  const pinned = pinnedAddress(url, options.resolve);
  if (pinned === null) {
    const { credentials, through } = verdict;
    return { ...placed(url, verdict), as: undefined, ...(credentials && { credentials }), ...(through && { through }) };
  }
  const there = new URL(url);
  there.hostname = isIP(pinned) === 6 ? `[${pinned}]` : pinned;
  return { ...placed(there, allowed(there, settings)), as: url };
}

function allowed(url: URL, { allow }: CurlSettings): Allowed {
  const verdict = allow(url);
  if (!verdict.ok) {
    throw new CurlFailure(126, verdict.sentence);
  }
  return verdict;
}

/** A URL as it is asked of the host's real address. */
function placed(url: URL, { address, isInwardAllowed }: Allowed): Pick<Place, "url" | "isInwardAllowed"> {
  const real = new URL(address ?? url);
  if (address) {
    real.pathname = address.pathname.replace(/\/$/, "") + url.pathname;
    real.search = url.search;
  }
  return { url: real, isInwardAllowed: isInwardAllowed === true };
}

/** The address of `--resolve HOST:PORT:ADDRESS` for a URL; `*` stands for each host. Throws CurlFailure 49. */
function pinnedAddress(url: URL, entries: readonly string[]): string | null {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  let pinned: string | null = null;
  for (const entry of entries.filter((one) => !one.startsWith("-"))) {
    const [, host = "", ofPort, list = ""] = /^\+?(\*|[^:*]+):(\d+):(.+)$/.exec(entry) ?? [];
    const [address = ""] = list.split(",").map((one) => one.replace(/^\[|\]$/g, ""));
    if (isIP(address) === 0) {
      throw new CurlFailure(49, `Couldn't parse CURLOPT_RESOLVE entry '${entry}'`);
    }
    const isMeant = ofPort === port && (host === "*" || host.toLowerCase() === url.hostname);
    pinned = isMeant ? address : pinned;
  }
  return pinned;
}
