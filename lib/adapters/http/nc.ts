import "server-only";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import type { CommandIo, NativeCommand } from "@/lib/core/shell/command";
import { InwardAddress, isInwardAddress, outwardLookup } from "./addresses";
import type { HostVerdict } from "./host-verdict";
import { type Check, readNcFlags, services } from "./nc-flags";

type Settings = {
  /** Whether the host and port of a URL may be connected to. */
  allow(url: URL): HostVerdict;
};

/** `nc -z`: whether somebody listens, said as the OpenBSD netcat does. Under the rules of curl; nothing is sent. */
export function ncCommand(settings: Settings): NativeCommand {
  return {
    name: "nc",
    run: async (argv, io) => {
      const read = readNcFlags(argv);
      if (!read.ok) {
        io.write("stderr", `nc: ${read.error}\n`);
        return 1;
      }
      const check = read.value;
      let exitCode = 1;
      for (const port of check.ports) {
        const said = await connected(check, port, { io, settings });
        exitCode = said === 126 || said === 130 ? said : Math.min(exitCode, said);
        if (exitCode > 1) {
          break;
        }
      }
      return exitCode;
    },
  };
}

async function connected(
  { host, isVerbose, timeoutMs }: Check,
  port: number,
  { io, settings }: { readonly io: CommandIo; readonly settings: Settings },
): Promise<number> {
  const url = URL.parse(`tcp://${isIP(host) === 6 ? `[${host}]` : host}:${port}`);
  if (!url) {
    io.write("stderr", `nc: ${host} is no host\n`);
    return 1;
  }
  const verdict = settings.allow(url);
  if (!verdict.ok) {
    io.write("stderr", `nc: ${verdict.sentence}\n`);
    return 126;
  }
  try {
    const { socket, address } = await opened(verdict, { host, port, timeoutMs, io });
    socket.destroy();
    if (isVerbose) {
      const where = address === host || address === null ? host : `${host} (${address})`;
      io.write("stderr", `Connection to ${where} ${port} port [tcp/${services.get(port) ?? "*"}] succeeded!\n`);
    }
    return 0;
  } catch (error) {
    if (io.signal.aborted) {
      return 130;
    }
    return tell(error, { host, port, isVerbose, io });
  }
}

type Opening = { readonly host: string; readonly port: number; readonly timeoutMs: number; readonly io: CommandIo };

async function opened(
  { through, address, isInwardAllowed }: Extract<HostVerdict, { ok: true }>,
  { host, port, timeoutMs, io }: Opening,
): Promise<{ readonly socket: Duplex; readonly address: string | null }> {
  if (through) {
    return { socket: await stillOpen(await through(io), timeoutMs), address: null };
  }
  const dialled = address?.hostname.replace(/^\[|\]$/g, "") ?? host;
  if (!isInwardAllowed && isIP(dialled) !== 0 && isInwardAddress(dialled)) {
    throw new InwardAddress(dialled);
  }
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(timeoutMs)]);
  const options = {
    host: dialled,
    port: address ? Number(address.port) || port : port,
    ...(!isInwardAllowed && { lookup: outwardLookup() }),
  };
  return new Promise((resolve, reject) => {
    const socket = connect(options, () => {
      signal.removeEventListener("abort", abort);
      resolve({ socket, address: socket.remoteAddress ?? null });
    });
    const abort = () => socket.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", reject);
  });
}

/** A forward tells only afterwards that nobody listens there. */
const FORWARD_MS = 1_000;

async function stillOpen(socket: Duplex, timeoutMs: number): Promise<Duplex> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, Math.min(FORWARD_MS, timeoutMs));
    const refuse = () => {
      clearTimeout(timer);
      reject(Object.assign(new Error("nobody listens"), { code: "ECONNREFUSED" }));
    };
    socket.once("error", refuse);
    socket.once("end", refuse);
    socket.once("data", () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return socket;
}

type Telling = { readonly host: string; readonly port: number; readonly isVerbose: boolean; readonly io: CommandIo };

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  ETIMEDOUT: "Operation timed out",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
};

function tell(error: unknown, telling: Telling): number {
  const { host, port, isVerbose, io } = telling;
  if (error instanceof InwardAddress) {
    const where = `${host} leads to ${error.message}`;
    io.write("stderr", `nc: refused: ${where}, an address of the own network that is not listed\n`);
    return 126;
  }
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = textAt(inner, "code");
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    io.write("stderr", `nc: getaddrinfo for host "${host}" port ${port}: Name or service not known\n`);
  } else if (isVerbose) {
    const address = textAt(inner, "address");
    const where = address === "" || address === host ? host : `${host} (${address})`;
    io.write("stderr", `nc: connect to ${where} port ${port} (tcp) failed: ${reasons[code] ?? String(inner)}\n`);
  }
  return 1;
}

function textAt(error: unknown, name: "code" | "address"): string {
  return error instanceof Error && name in error
    ? String((error as NodeJS.ErrnoException & { address?: string })[name])
    : "";
}
