import "server-only";
import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Loopback, private, link-local (cloud metadata), shared, multicast and reserved ranges, RFC 6890. */
const inward = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  inward.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  inward.addSubnet(network, prefix, "ipv6");
}

/** True for an address that leads into the operator's own network or machine rather than to the internet. */
export function isInwardAddress(address: string): boolean {
  // An IPv4 address in IPv6 clothes is checked against the IPv4 ranges by BlockList itself.
  return inward.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

/** The name resolved to an address that may not be used. */
export class InwardAddress extends Error {
  override readonly name = "InwardAddress";
}

/** Gives all addresses that a name has now. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A resolver that refuses inward addresses at the moment of connecting: a name cannot change between check and use. One
 * inward address among others is enough to refuse.
 */
export function outwardLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, "", 0);
        return;
      }
      const refused = addresses.find(({ address }) => isInwardAddress(address));
      const [first] = addresses;
      if (refused || !first) {
        callback(new InwardAddress(refused?.address ?? hostname), "", 0);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
