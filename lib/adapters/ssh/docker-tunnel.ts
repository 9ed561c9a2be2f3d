import "server-only";
import { Agent } from "node:http";
import type { Duplex } from "node:stream";
import { findSshHost, type SshConfig } from "@/lib/adapters/config/ssh";
import { connectSsh, SshFailure } from "./connect";

const TIMEOUT_MS = 10_000;

/** An agent whose sockets end in the Docker daemon of a listed host, as `docker -H ssh://…` does it. */
export function dockerTunnel(config: SshConfig | null, name: string): Agent {
  return new TunnelAgent(config, name);
}

class TunnelAgent extends Agent {
  readonly #config: SshConfig | null;
  readonly #host: string;

  constructor(config: SshConfig | null, host: string) {
    super({ keepAlive: false });
    this.#config = config;
    this.#host = host;
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, socket: Duplex) => void,
  ): Duplex | null | undefined {
    this.#open().then(
      (socket) => callback?.(null, socket),
      // The socket is not looked at when there is an error.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  async #open(): Promise<Duplex> {
    const host = this.#config && findSshHost(this.#config.hosts, { host: this.#host, user: null, port: null });
    if (!this.#config || !host) {
      throw new SshFailure(`${this.#host} is not listed under ssh.hosts in the configuration`);
    }
    const { knownHosts } = this.#config;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const client = await connectSsh(host, { knownHosts, timeoutMs: TIMEOUT_MS, signal });
    return new Promise((resolve, reject) => {
      client.exec("docker system dial-stdio", (error, channel) => {
        if (error) {
          client.end();
          reject(error);
          return;
        }
        channel.once("close", () => client.end());
        resolve(channel);
      });
    });
  }
}
