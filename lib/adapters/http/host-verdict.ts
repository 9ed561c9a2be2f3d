import "server-only";
import type { Duplex } from "node:stream";
import type { CommandIo } from "@/lib/core/shell/command";

/** Whether a run may call a host, and how it is reached. */
export type HostVerdict =
  | {
      readonly ok: true;
      /** The operator listed this host, so an address of the own network is meant. */
      readonly isInwardAllowed?: boolean;
      /** Where that host really is; its path stands before the path asked for. */
      readonly address?: URL;
      /** Opens the connection instead of the network: a port of this run's own. Throws when it cannot. */
      readonly through?: (io: CommandIo) => Promise<Duplex>;
    }
  | { readonly ok: false; readonly sentence: string };
