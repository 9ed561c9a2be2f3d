import "server-only";
import { CommandFailure } from "./failure";

/** Flags that every verb of kubectl knows. */
export const globalFlags = {
  namespace: { kind: "value", short: "n" },
  context: { kind: "value" },
  cluster: { kind: "value" },
  user: { kind: "value" },
  kubeconfig: { kind: "value" },
  server: { kind: "value", short: "s" },
  token: { kind: "value" },
  username: { kind: "value" },
  password: { kind: "value" },
  as: { kind: "value" },
  "as-group": { kind: "list" },
  "as-uid": { kind: "value" },
  "as-user-extra": { kind: "list" },
  "certificate-authority": { kind: "value" },
  "client-certificate": { kind: "value" },
  "client-key": { kind: "value" },
  "insecure-skip-tls-verify": { kind: "switch" },
  "tls-server-name": { kind: "value" },
  "cache-dir": { kind: "value" },
  "disable-compression": { kind: "switch" },
  kuberc: { kind: "value" },
  "log-flush-frequency": { kind: "duration" },
  "match-server-version": { kind: "switch" },
  "request-timeout": { kind: "value" },
  v: { kind: "int", short: "v" },
  vmodule: { kind: "value" },
  "warnings-as-errors": { kind: "switch" },
} as const;
const kinds: ReadonlyMap<string, { readonly kind: string }> = new Map(Object.entries(globalFlags));

/** What the flags of a command say about where it acts. */
export type Place = {
  readonly namespace?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly kubeconfig?: string;
};

const placeFlags: ReadonlySet<string> = new Set(["namespace", "context", "cluster", "user", "kubeconfig"]);
const ownPlaceFlags: ReadonlySet<string> = new Set([...placeFlags].filter((name) => name !== "user"));

/** Another identity or another server than the run was given. */
const strangers: ReadonlySet<string> = new Set([
  "server",
  "token",
  "username",
  "password",
  "as",
  "as-group",
  "as-uid",
  "as-user-extra",
  "certificate-authority",
  "client-certificate",
  "client-key",
  "insecure-skip-tls-verify",
  "tls-server-name",
]);

/** `auth can-i` asks what somebody may do, and changes nothing. */
const strangersToRights: ReadonlySet<string> = new Set(
  [...strangers].filter((name) => name !== "as" && name !== "as-group" && name !== "as-uid"),
);

/** Letters that are switches for every verb that has them: `-itn ns` and `-An ns` name a namespace. */
const groupedNamespace = /^-([AitqwR]*)n=?(.*)$/s;

/**
 * A command's verb, its other words, and where it acts. What says where is taken out, wherever it stands before `--`;
 * other flags before the verb are put behind its words.
 */
export function splitCommand(argv: readonly string[]): { verb: string; args: readonly string[]; place: Place } {
  const split = argv.indexOf("--");
  const place: Record<string, string> = {};
  const said = split === -1 ? argv : argv.slice(0, split);
  const local = withoutPlace(said, place);
  const behind = split === -1 ? [] : argv.slice(split);
  const at = verbIndex(local);
  return at === -1
    ? { verb: "", args: [...local, ...behind], place }
    : { verb: local[at] ?? "", args: [...local.slice(at + 1), ...local.slice(0, at), ...behind], place };
}

/** `top pod …`, `auth can-i …`: the second verb of a command and the words for it; "" when there is none. */
export function splitSubcommand(argv: readonly string[]): { readonly name: string; readonly args: readonly string[] } {
  const at = verbIndex(argv);
  return { name: argv[at] ?? "", args: argv.filter((_, index) => index !== at) };
}

/** The words without those that name a place, which are noted; a flag that lacks its value stays for its error. */
function withoutPlace(words: readonly string[], place: Record<string, string>): readonly string[] {
  const kept: string[] = [];
  const names = isForBinding(words) ? ownPlaceFlags : placeFlags;
  const refused = asksForRights(words) ? strangersToRights : strangers;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const flag = placeFlag(word);
    refuse(flag, refused);
    const value = flag?.value ?? words[at + 1];
    if (flag === null || !names.has(flag.name) || value === undefined) {
      kept.push(word);
      continue;
    }
    place[flag.name] = value;
    kept.push(...flag.others);
    at += flag.value === undefined ? 1 : 0;
  }
  return kept;
}

function refuse(flag: PlaceFlag | null, refused: ReadonlySet<string>): void {
  if (flag !== null && refused.has(flag.name)) {
    throw new CommandFailure(
      `headroom: refused: --${flag.name}: a run uses the server and the identity that it was given`,
      126,
    );
  }
}

function asksForRights(words: readonly string[]): boolean {
  const at = verbIndex(words);
  return words[at] === "auth" && splitSubcommand(words.filter((_, index) => index !== at)).name === "can-i";
}

/** For a binding, users are whom it is for. */
function isForBinding(words: readonly string[]): boolean {
  const verb = words[verbIndex(words)] ?? "";
  return verb === "set"
    ? words.includes("subject")
    : verb === "create" && words.some((word) => /^(?:cluster)?rolebindings?(?:\/|$)/.test(word));
}

function verbIndex(words: readonly string[]): number {
  let isValue = false;
  return words.findIndex((word) => {
    if (isValue || word.startsWith("-")) {
      isValue = !isValue && takesNext(word);
      return false;
    }
    return true;
  });
}

/** Of the flags before a verb, an unknown one takes a value too: so does cobra think. */
function takesNext(word: string): boolean {
  if (word.includes("=") || /^-[^-]./.test(word)) {
    return false;
  }
  const [, long] = /^--(.+)$/.exec(word) ?? [];
  const flag = kinds.get(long ?? "");
  return flag?.kind !== "switch" && word !== "-h" && word !== "--help";
}

type PlaceFlag = {
  readonly name: string;
  /** Undefined when the next word is the value. */
  readonly value: string | undefined;
  /** Switches that stand in the same word: `-it` of `-itn ns`. */
  readonly others: readonly string[];
};

function placeFlag(word: string): PlaceFlag | null {
  const [, long, inline] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (long !== undefined) {
    return { name: long, value: inline, others: [] };
  }
  const [, switches = "", namespace] = groupedNamespace.exec(word) ?? [];
  if (namespace !== undefined) {
    const others = switches === "" ? [] : [`-${switches}`];
    return { name: "namespace", value: namespace === "" ? undefined : namespace, others };
  }
  return /^-[AitqwR]*s/.test(word) ? { name: "server", value: "", others: [] } : null;
}
