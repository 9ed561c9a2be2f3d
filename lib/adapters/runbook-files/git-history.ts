import "server-only";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The commit that brought a file's content. */
export type Commit = {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** ISO 8601, of the author's clock. */
  readonly at: string;
  readonly subject: string;
};

type Wanted = ReadonlyMap<string, string>;

const DEADLINE_MS = 5_000;
const MAX_SUBJECT = 200;
const HEADER = "\u0001";
const FIELD = "\u0002";
/** `:100644 100644 <old> <new> M` */
const CHANGE = /^\s*:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) \w/;

/**
 * Every word is fixed but the folder, which is the operator's own. A checkout's configuration may name programs: those
 * that `log` could start are switched off here, and nothing may be fetched.
 */
const LOG = [
  ...["--no-pager", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"],
  ...["-c", "log.showSignature=false", "-c", "log.mailmap=false"],
];
const ENVIRONMENT = {
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  LC_ALL: "C",
};

/** Where git keeps the checkout that a folder belongs to (a folder, or a file of a worktree); null when it is none. */
export async function findGitFolder(folder: string): Promise<string | null> {
  for (let at = folder; ; at = path.dirname(at)) {
    const candidate = path.join(at, ".git");
    const isThere = await stat(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return candidate;
    }
    if (at === path.dirname(at)) {
      return null;
    }
  }
}

/** The id of the commit that is checked out. Throws when git is missing, refuses, or takes longer than its deadline. */
export async function headCommit(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)("git", [...LOG, "-C", folder, "rev-parse", "--verify", "HEAD"], {
    env: environment(),
    timeout: DEADLINE_MS,
  });
  return stdout.trim();
}

/**
 * For each wanted file (path within the folder, git's id of its content) the commit that brought this very content, when
 * it is the newest commit of the file. A file that was changed since, or never committed, has none. Reads until all are
 * found or the deadline is over: what is found by then is given. Throws when git is missing or refuses.
 */
export async function commitsOf(
  folder: string,
  wanted: Wanted,
  deadlineMs = DEADLINE_MS,
): Promise<ReadonlyMap<string, Commit>> {
  const format = `--format=%x01${["%H", "%an", "%ae", "%aI", "%s"].join("%x02")}`;
  const words = ["log", "--no-color", "--no-ext-diff", "--no-textconv", "--raw", "--no-abbrev", "--no-renames"];
  const child = spawn("git", [...LOG, "-C", folder, ...words, "--relative", "-z", format, "--", "."], {
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: deadlineMs,
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = `${complaint}${text}`.slice(0, 1_000);
  });
  const ended = once(child, "close");
  const reader = createLogReader(wanted);
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (reader.read(text)) {
      child.kill();
    }
  });
  const [code, signal] = await ended;
  if (code !== 0 && signal === null) {
    throw new Error(complaint.trim().split("\n")[0] || `git ended with ${code}`);
  }
  return reader.found;
}

function environment(): NodeJS.ProcessEnv {
  return { ...ENVIRONMENT, NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin" };
}

type LogReader = {
  readonly found: ReadonlyMap<string, Commit>;
  /** Takes the next piece of output; true when nothing more is wanted. */
  read(text: string): boolean;
};

function createLogReader(wanted: Wanted): LogReader {
  const open = new Map(wanted);
  const found = new Map<string, Commit>();
  let rest = "";
  let commit: Commit | null = null;
  let blob: string | null = null;
  const take = (token: string) => {
    const [, changed] = CHANGE.exec(token) ?? [];
    if (token.startsWith(HEADER)) {
      commit = commitFrom(token);
    } else if (changed !== undefined) {
      blob = changed;
    } else if (blob !== null) {
      if (commit && open.get(token) === blob) {
        found.set(token, commit);
      }
      open.delete(token);
      blob = null;
    }
  };
  return {
    found,
    read: (text) => {
      const tokens = `${rest}${text}`.split("\0");
      rest = tokens.pop() ?? "";
      tokens.forEach(take);
      return open.size === 0;
    },
  };
}

function commitFrom(token: string): Commit {
  const [id = "", author = "", email = "", at = "", subject = ""] = token.slice(HEADER.length).split(FIELD);
  return { id, author, email, at, subject: subject.slice(0, MAX_SUBJECT) };
}
