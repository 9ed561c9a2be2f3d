import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { dataOf, type Inputs, isData, isDataFile, type Word } from "./curl-data";
import { undoneVariable } from "./curl-write-out";

export type CurlOptions = {
  readonly urls: readonly string[];
  readonly method: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The pieces of the body, in order; null when there is none. */
  readonly body: readonly string[] | null;
  readonly flags: ReadonlySet<CurlSwitch>;
  readonly maxTimeMs: number | undefined;
  readonly connectTimeoutMs: number | undefined;
  /** The text of `-w`, or of its file. */
  readonly writeOut: string | undefined;
  readonly retry: {
    readonly count: number;
    /** Undefined: a second, then twice as long each time. */
    readonly delayMs: number | undefined;
    readonly maxTimeMs: number | undefined;
    readonly afterRefusal: boolean;
    readonly afterAnyError: boolean;
  };
  /** `HOST:PORT:ADDRESS`, as written. */
  readonly resolve: readonly string[];
  readonly maxRedirects: number;
  readonly caFile: string | undefined;
  /** A file of the script, "/dev/null", or null for standard output. */
  readonly output: string | null;
  /** Where `-D` wants the heads: a file, or "-" for standard output; null: nowhere. */
  readonly headsTo: string | null;
  /** What curl says before it begins. */
  readonly warning: string;
};

export type CurlSwitch =
  | "silent"
  | "show-error"
  | "fail"
  | "fail-with-body"
  | "include"
  | "head"
  | "insecure"
  | "location"
  | "get"
  | "verbose"
  | "no-buffer"
  | "compressed"
  | "remote-name"
  | "no-progress-meter"
  | "retry-connrefused"
  | "retry-all-errors";

const shortSwitches: Readonly<Record<string, CurlSwitch>> = {
  s: "silent",
  S: "show-error",
  f: "fail",
  i: "include",
  I: "head",
  k: "insecure",
  L: "location",
  G: "get",
  v: "verbose",
  N: "no-buffer",
  O: "remote-name",
};
const longSwitches = new Set<string>([
  ...Object.values(shortSwitches),
  "fail-with-body",
  "compressed",
  "no-progress-meter",
  "retry-connrefused",
  "retry-all-errors",
]);
/** What Headroom does anyway, or what changes nothing for who reads the answer. */
const shortUsual = new Set(["g", "4", "#"]);
const longUsual = new Set([
  "globoff",
  "ipv4",
  "progress-bar",
  "http1.1",
  "tlsv1.2",
  "basic",
  "no-keepalive",
  "tcp-nodelay",
]);
const shortValues: Readonly<Record<string, string>> = {
  X: "request",
  H: "header",
  d: "data",
  o: "output",
  D: "dump-header",
  m: "max-time",
  w: "write-out",
  u: "user",
  A: "user-agent",
  b: "cookie",
  e: "referer",
  r: "range",
};
const numericValues = ["retry", "retry-delay", "retry-max-time", "max-redirs"];
const REDIRECTS = 50;
const longValues = new Set([
  ...Object.values(shortValues),
  "cacert",
  "connect-timeout",
  "noproxy",
  "oauth2-bearer",
  "resolve",
  ...numericValues,
  "data-raw",
  "data-binary",
  "data-ascii",
  "data-urlencode",
  "json",
  "url",
]);

const byHand = "does not run from here: copy it and run it by hand";
/** Flags of the real curl that are not done here. What is neither is unknown, as curl says it. */
const beyondShort = new Set("acCBEFhJjKlMnpPqQRStTUVxyYzZ01236:");
const beyondLong =
  /^(?:aws-sigv4|cert|cert-type|ciphers|config|connect-to|cookie-jar|create-dirs|data-\w+|digest|disable|dns-servers|expect100-timeout|form|form-string|ftp-\w+|happy-eyeballs-timeout-ms|haproxy-protocol|help|http0\.9|http1\.0|http2|http2-prior-knowledge|http3|interface|ipv6|junk-session-cookies|keepalive-time|key|key-type|limit-rate|list-only|local-port|location-trusted|max-filesize|negotiate|netrc|netrc-file|netrc-optional|next|no-\w+|ntlm|output-dir|parallel|parallel-max|pass|path-as-is|pinnedpubkey|post30\d|proto|proto-default|proto-redir|proxy|proxy-\w+|proxytunnel|quote|rate|remote-header-name|remote-name-all|remote-time|remove-on-error|request-target|socks\w+|speed-limit|speed-time|stderr|styled-output|tcp-fastopen|time-cond|tls-max|tlsv1|tlsv1\.[013]|trace|trace-ascii|trace-time|unix-socket|upload-file|url-query|user-agent|version|xattr)$/;

/** Reads curl's command line. The error is curl's own text, with exit code 2. */
export function readCurlFlags(argv: readonly string[], { stdin, files }: Inputs): Result<CurlOptions, string> {
  const flags = new Set<CurlSwitch>();
  const values: Word[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const problem = takeWord(word, { rest, flags, values });
    if (problem === byHand) {
      return failed(`curl: ${word} ${byHand}\n`);
    }
    if (problem !== null) {
      return failed(
        `curl: option ${word}: ${problem}\ncurl: try 'curl --help' or 'curl --manual' for more information\n`,
      );
    }
  }
  return optionsOf(values, flags, { stdin, files });
}

type Reading = { readonly rest: string[]; readonly flags: Set<CurlSwitch>; readonly values: Word[] };

function takeWord(word: string, reading: Reading): string | null {
  if (word.startsWith("--")) {
    return takeLong(word.slice(2), reading);
  }
  if (word.startsWith("-") && word.length > 1) {
    return takeShort(word.slice(1), reading);
  }
  reading.values.push({ name: "url", value: word });
  return null;
}

function takeLong(name: string, { rest, flags, values }: Reading): string | null {
  if (longSwitches.has(name)) {
    flags.add(name as CurlSwitch);
    return null;
  }
  if (longUsual.has(name)) {
    return null;
  }
  if (!longValues.has(name)) {
    return beyondLong.test(name) ? byHand : "is unknown";
  }
  const value = rest.shift();
  if (value === undefined) {
    return "requires parameter";
  }
  values.push({ name, value, isSilent: flags.has("silent") });
  return numericValues.includes(name) && !/^\d+$/.test(value) ? "expected a proper numerical parameter" : null;
}

/** `-sSfXPOST`: switches, then at most one flag with a value, which may be glued on. */
function takeShort(letters: string, { rest, flags, values }: Reading): string | null {
  for (const [index, letter] of [...letters].entries()) {
    const name = shortValues[letter];
    const flag = shortSwitches[letter];
    if (name !== undefined) {
      const value = letters.slice(index + 1) || rest.shift();
      if (value === undefined) {
        return "requires parameter";
      }
      values.push({ name, value, isSilent: flags.has("silent") });
      return null;
    }
    const problem = takeSwitch(letter, flag, flags);
    if (problem !== null) {
      return problem;
    }
  }
  return null;
}

function takeSwitch(letter: string, flag: CurlSwitch | undefined, flags: Set<CurlSwitch>): string | null {
  if (flag !== undefined) {
    flags.add(flag);
    return null;
  }
  if (shortUsual.has(letter)) {
    return null;
  }
  return beyondShort.has(letter) ? byHand : "is unknown";
}

function optionsOf(
  values: readonly Word[],
  flags: ReadonlySet<CurlSwitch>,
  inputs: Inputs,
): Result<CurlOptions, string> {
  const last = (name: string) => values.findLast((word) => word.name === name)?.value;
  const output = last("output");
  const missing = values.find((word) => isDataFile(word) && !inputs.files.has(word.value.slice(1)));
  if (missing) {
    return failed(`curl: Failed to open ${missing.value.slice(1)}\n`);
  }
  const jar = values.find(({ name, value }) => name === "cookie" && !value.includes("="));
  if (jar) {
    return failed(`curl: -b ${jar.value}: a file of cookies ${byHand}\n`);
  }
  const writeOut = writeOutOf(last("write-out"), inputs);
  const beyond = undoneVariable(writeOut ?? "");
  if (beyond !== null) {
    return failed(`curl: -w %{${beyond}} ${byHand}\n`);
  }
  const data = values.filter(({ name }) => isData(name));
  return ok({
    urls: values.filter(({ name }) => name === "url").map(({ value }) => value),
    method: last("request"),
    headers: headersOf(values),
    body: data.length === 0 ? null : data.map((word) => dataOf(word, inputs)),
    flags,
    maxTimeMs: milliseconds(last("max-time")),
    connectTimeoutMs: milliseconds(last("connect-timeout")),
    writeOut,
    retry: {
      count: Number(last("retry") ?? 0),
      delayMs: milliseconds(last("retry-delay")),
      maxTimeMs: milliseconds(last("retry-max-time")),
      afterRefusal: flags.has("retry-connrefused"),
      afterAnyError: flags.has("retry-all-errors"),
    },
    resolve: values.filter(({ name }) => name === "resolve").map(({ value }) => value),
    maxRedirects: Number(last("max-redirs") ?? REDIRECTS),
    caFile: last("cacert"),
    output: output === undefined || output === "-" ? null : output,
    headsTo: last("dump-header") ?? null,
    warning: warningOf(values, inputs),
  });
}

function headersOf(values: readonly Word[]): readonly (readonly [string, string])[] {
  return values.flatMap(({ name, value }): readonly (readonly [string, string])[] => {
    switch (name) {
      case "header": {
        const at = value.indexOf(":");
        return at > 0 ? [[value.slice(0, at).trim(), value.slice(at + 1).trim()]] : [];
      }
      case "user":
        return [["Authorization", `Basic ${Buffer.from(value).toString("base64")}`]];
      case "oauth2-bearer":
        return [["Authorization", `Bearer ${value}`]];
      case "range":
        return [["Range", `bytes=${value}`]];
      case "user-agent":
        return [["User-Agent", value]];
      case "cookie":
        return [["Cookie", value]];
      case "referer":
        return [["Referer", value]];
      case "json":
        return [
          ["Content-Type", "application/json"],
          ["Accept", "application/json"],
        ];
      default:
        return [];
    }
  });
}

/** Runbooks name a file of theirs for `-w`, which is not there when somebody else runs them. */
function warningOf(values: readonly Word[], { files }: Inputs): string {
  const { value = "", isSilent = false } = values.findLast(({ name }) => name === "write-out") ?? {};
  const isMissing = /^@[^-]/.test(value) && !files.has(value.slice(1));
  return isMissing && !isSilent ? `Warning: Failed to read ${value.slice(1)}\n` : "";
}

/** A file that is not there is no format, as curl has it. */
function writeOutOf(written: string | undefined, { stdin, files }: Inputs): string | undefined {
  const name = written?.startsWith("@") ? written.slice(1) : null;
  return name === null ? written : (name === "-" ? stdin : files.get(name))?.replace(/[\r\n]+/g, "");
}

function milliseconds(seconds: string | undefined): number | undefined {
  const value = Number(seconds);
  return seconds === undefined || !Number.isFinite(value) || value <= 0 ? undefined : value * 1000;
}
