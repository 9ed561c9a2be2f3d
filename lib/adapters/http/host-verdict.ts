import "server-only";
import type { Duplex } from "node:stream";
import type { TlsFiles } from "@/lib/adapters/prometheus/access";
import type { CommandIo } from "@/lib/core/shell/command";

/** What a host of the configuration is asked with: it goes before what the command line says. */
export type Credentials = {
  headers(): Readonly<Record<string, string>>;
  tls(): TlsFiles;
};

/** Whether a run may call a host, and how it is reached. */
export type HostVerdict =
  | {
      readonly ok: true;
      /** The operator listed this host, so an address of the own network is meant. */
      readonly isInwardAllowed?: boolean;
      /** Where that host really is; its path stands before the path asked for. */
      readonly address?: URL;
      readonly credentials?: Credentials;
      /** Opens the connection instead of the network: a port of this run's own. Throws when it cannot. */
      readonly through?: (io: CommandIo) => Promise<Duplex>;
    }
  | { readonly ok: false; readonly sentence: string };

/** What the operator lets curl reach. */
export type CurlSettings = {
  /** Asked for every URL, redirects included. */
  allow(url: URL): HostVerdict;
  /** The certificates that the operator keeps under a name; null for one that is not listed. */
  caFile?(name: string): Promise<Uint8Array | null>;
};
