import "server-only";
import type { IncomingMessage } from "node:http";
import type { CommandIo } from "@/lib/core/shell/command";
import type { CurlFailure } from "./curl-failure";
import type { Received } from "./curl-write-out";
import type { WgetOptions } from "./wget-flags";

const NOT_RESOLVED = 6;
const NOT_CONNECTED = 7;

/** What wget says on standard error about one URL, as far as `-q` and `-nv` let. */
export type WgetLog = {
  begins(): void;
  /** Told of each answer, those that lead elsewhere included. */
  head(response: IncomingMessage, url: URL): void;
  ends(received: Received, file: string | null): void;
  /** The server answered with an error. */
  refused(received: Received, address: string): void;
  /** There was no answer. */
  breaks(failure: CurlFailure, url: URL): void;
};

type Logged = {
  readonly options: Pick<WgetOptions, "isQuiet" | "isTerse" | "isSpider" | "showsHead">;
  readonly io: CommandIo;
  now(): Date;
};

/** The log of one URL. */
export function createWgetLog({ options, io, now }: Logged): WgetLog {
  const { isQuiet, isTerse, isSpider, showsHead } = options;
  const isFull = !isQuiet && !isTerse;
  const time = () => now().toISOString().slice(0, 19).replace("T", " ");
  const say = (text: string, isSaid = isFull) => {
    if (isSaid) {
      io.write("stderr", text);
    }
  };
  return {
    begins: () => say(isSpider ? "Spider mode enabled. Check if remote file exists.\n" : ""),
    head: (response, url) => {
      const { statusCode, statusMessage, headers } = response;
      say(`--${time()}--  ${url.href}\nConnecting to ${placeOf(url)}... connected.\n`);
      say("HTTP request sent, awaiting response... ");
      say(`${statusCode} ${statusMessage}\n`, isFull && !showsHead);
      say("\n", isFull && showsHead);
      say(headText(response), showsHead);
      const isMoved =
        headers.location !== undefined && statusCode !== undefined && statusCode >= 300 && statusCode < 400;
      say(isMoved ? `Location: ${headers.location} [following]\n` : "");
    },
    ends: (received, file) => {
      const { response, url } = received;
      if (file === null) {
        say(`${sizeOf(received)}Remote file exists.\n\n`);
        say(`${time()} URL: ${url.href} ${response.statusCode} ${response.statusMessage}\n`, isTerse && !isQuiet);
        return;
      }
      say(response.statusCode === 204 ? "" : `${sizeOf(received)}Saving to: ‘${file === "-" ? "STDOUT" : file}’\n\n`);
      const saved = file === "-" ? "written to stdout" : `‘${file}’ saved`;
      say(`${time()} (${rateOf(received)}) - ${saved} ${countOf(received)}\n\n`);
      say(`${time()} URL:${url.href} ${countOf(received)} -> "${file}" [1]\n`, isTerse && !isQuiet);
    },
    refused: ({ response: { statusCode, statusMessage } }, address) => {
      if (isSpider) {
        say("Remote file does not exist -- broken link!!!\n\n");
        return;
      }
      say(`${address}:\n`, isTerse && !isQuiet);
      say(`${time()} ERROR ${statusCode}: ${statusMessage}.\n`, !isQuiet);
      say("\n");
    },
    breaks: ({ exitCode, message }, url) => {
      const begins = `--${time()}--  ${url.href}\n`;
      if (exitCode === NOT_CONNECTED) {
        say(`${begins}Connecting to ${placeOf(url)}... `);
        say("failed: Connection refused.\n", !isQuiet);
      } else if (exitCode === NOT_RESOLVED) {
        say(`${begins}Resolving ${url.hostname} (${url.hostname})... failed: Name or service not known.\n`);
        say(`wget: unable to resolve host address ‘${url.hostname}’\n`, !isQuiet);
      } else {
        say(`wget: ${message}\n`, !isQuiet);
      }
    },
  };
}

function placeOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}

function sizeOf({ response: { headers } }: Received): string {
  const type = headers["content-type"]?.split(";")[0];
  return `Length: ${headers["content-length"] ?? "unspecified"}${type === undefined ? "" : ` [${type}]`}\n`;
}

function countOf({ response: { headers }, bytes }: Received): string {
  const length = headers["content-length"];
  return length === undefined ? `[${bytes}]` : `[${bytes}/${length}]`;
}

function rateOf({ bytes, elapsedMs }: Received): string {
  const perSecond = elapsedMs > 0 ? (bytes * 1000) / elapsedMs : 0;
  return perSecond >= 1024 ** 2
    ? `${(perSecond / 1024 ** 2).toFixed(1)} MB/s`
    : `${(perSecond / 1024).toFixed(1)} KB/s`;
}

/** The head of an answer, as wget indents it. */
function headText({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage ?? ""}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}`);
  }
  return lines.map((line) => `  ${line}\n`).join("");
}
