import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

export type WgetOptions = {
  readonly urls: readonly string[];
  readonly isQuiet: boolean;
  readonly isTerse: boolean;
  readonly isSpider: boolean;
  readonly showsHead: boolean;
  readonly keepsErrors: boolean;
  readonly isInsecure: boolean;
  /** A file of the script, "-" for standard output; null: named after the URL. */
  readonly output: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly method: string | undefined;
  readonly body: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly caFile: string | undefined;
  readonly login: { readonly user: string; readonly password: string } | null;
};

const switches = new Set(
  "quiet no-verbose spider server-response content-on-error no-check-certificate no-proxy no-cache".split(" "),
);
const values = new Set(
  `output-document header timeout connect-timeout read-timeout dns-timeout tries waitretry user-agent post-data method body-data
user password http-user http-password ca-certificate`.split(/\s+/),
);
const shortSwitches: Readonly<Record<string, string>> = { q: "quiet", S: "server-response" };
const shortValues: Readonly<Record<string, string>> = {
  O: "output-document",
  T: "timeout",
  t: "tries",
  U: "user-agent",
};

type Reading = { readonly given: [name: string, value: string][]; readonly urls: string[] };

/** Reads wget's command line; the error is the word that it does not know or that lacks its value. */
export function readWgetFlags(argv: readonly string[]): Result<WgetOptions, string> {
  const reading: Reading = { given: [], urls: [] };
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!takeWord(word, rest, reading)) {
      return failed(word);
    }
  }
  return ok(optionsOf(reading));
}

function takeWord(word: string, rest: string[], { given, urls }: Reading): boolean {
  if (word === "-nv") {
    given.push(["no-verbose", ""]);
    return true;
  }
  if (word.startsWith("--")) {
    return takeLong(word.slice(2), rest, given);
  }
  if (word.startsWith("-") && word.length > 1) {
    return takeShort(word.slice(1), rest, given);
  }
  urls.push(word);
  return true;
}

function takeLong(word: string, rest: string[], given: Reading["given"]): boolean {
  const [, name = "", glued] = /^([a-z-]+)(?:=([\s\S]*))?$/.exec(word) ?? [];
  if (switches.has(name) && glued === undefined) {
    given.push([name, ""]);
    return true;
  }
  const value = values.has(name) ? (glued ?? rest.shift()) : undefined;
  if (value === undefined) {
    return false;
  }
  given.push([name, value]);
  return true;
}

/** `-qO-`: switches, then at most one flag with a value, which may be glued on. */
function takeShort(letters: string, rest: string[], given: Reading["given"]): boolean {
  for (const [index, letter] of [...letters].entries()) {
    const valued = shortValues[letter];
    if (valued !== undefined) {
      const value = letters.slice(index + 1) || rest.shift();
      given.push([valued, value ?? ""]);
      return value !== undefined;
    }
    const name = shortSwitches[letter];
    if (name === undefined) {
      return false;
    }
    given.push([name, ""]);
  }
  return true;
}

function optionsOf({ given, urls }: Reading): WgetOptions {
  const has = (name: string) => given.some(([one]) => one === name);
  const last = (...names: readonly string[]) => given.findLast(([one]) => names.includes(one))?.[1];
  const seconds = Number(last("timeout", "read-timeout") ?? Number.NaN);
  const user = last("user", "http-user");
  const body = last("post-data", "body-data");
  const agent = last("user-agent");
  return {
    urls,
    isQuiet: has("quiet"),
    isTerse: has("no-verbose"),
    isSpider: has("spider"),
    showsHead: has("server-response"),
    keepsErrors: has("content-on-error"),
    isInsecure: has("no-check-certificate"),
    output: last("output-document") ?? null,
    headers: [
      ["User-Agent", agent ?? "Wget/1.21.3"],
      ["Accept-Encoding", "identity"],
      ...given.flatMap(([name, value]) => (name === "header" ? headerOf(value) : [])),
    ],
    method: has("post-data") ? "POST" : last("method"),
    body,
    timeoutMs: seconds > 0 ? seconds * 1000 : undefined,
    caFile: last("ca-certificate"),
    login: user === undefined ? null : { user, password: last("password", "http-password") ?? "" },
  };
}

function headerOf(text: string): readonly (readonly [string, string])[] {
  const at = text.indexOf(":");
  return at > 0 ? [[text.slice(0, at).trim(), text.slice(at + 1).trim()]] : [];
}
