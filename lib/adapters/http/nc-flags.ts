import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

export type Check = {
  readonly host: string;
  readonly ports: readonly number[];
  readonly isVerbose: boolean;
  readonly timeoutMs: number;
};

const USUAL_TIMEOUT_MS = 20_000;
const MAX_PORTS = 1_000;

/** Ports that have a name wherever there is a list of services. */
export const services: ReadonlyMap<number, string> = new Map(
  Object.entries({
    ftp: 21,
    ssh: 22,
    telnet: 23,
    smtp: 25,
    domain: 53,
    http: 80,
    pop3: 110,
    imap2: 143,
    ldap: 389,
    https: 443,
    mysql: 3306,
    postgresql: 5432,
    amqp: 5672,
    redis: 6379,
    "http-alt": 8080,
  }).map(([name, port]) => [port, name]),
);

/** Reads nc's command line, as far as it is a connect check; the error is what nc says of it. */
export function readNcFlags(argv: readonly string[]): Result<Check, string> {
  const read = readWords(argv);
  if (!read.ok) {
    return read;
  }
  const { words, letters, seconds } = read.value;
  const [host = "", range] = words;
  if (!letters.includes("z")) {
    return failed("only a connect check (-z) is done here");
  }
  const timeoutMs = seconds === null ? USUAL_TIMEOUT_MS : seconds * 1000;
  if (!(timeoutMs > 0)) {
    return failed("the timeout is no number of seconds");
  }
  const ports = range === undefined ? failed("missing port number") : portsOf(range);
  return ports.ok ? ok({ host, ports: ports.value, isVerbose: letters.includes("v"), timeoutMs }) : ports;
}

type Words = { readonly words: readonly string[]; readonly letters: string; readonly seconds: number | null };

function readWords(argv: readonly string[]): Result<Words, string> {
  const words: string[] = [];
  const rest = [...argv];
  let letters = "";
  let seconds: number | null = null;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [flag, said = "", value] = /^-([46nvzN]*)(?:w(.*))?$/.exec(word) ?? [];
    if (!word.startsWith("-")) {
      words.push(word);
    } else if (flag === undefined || flag === "-") {
      return failed(`invalid option ${word}: only a connect check (-z, -v, -n, -w SECONDS) is done here`);
    }
    letters += said;
    seconds = value === undefined ? seconds : Number(value || rest.shift());
  }
  return ok({ words, letters, seconds });
}

function portsOf(range: string): Result<readonly number[], string> {
  const [first = Number.NaN, last = first] = range.split("-").map((word) => portOf(word));
  if (!(first >= 1 && last >= first)) {
    return failed(`port number invalid: ${range}`);
  }
  if (last > 65_535) {
    return failed(`port number too large: ${range}`);
  }
  return last - first >= MAX_PORTS
    ? failed(`at most ${MAX_PORTS} ports are tried`)
    : ok(Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

function portOf(word: string): number {
  const named = [...services].find(([, name]) => name === word)?.[0];
  return named ?? (/^\d+$/.test(word) ? Number(word) : Number.NaN);
}
