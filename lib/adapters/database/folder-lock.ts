import "server-only";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { AppError } from "@/lib/core/kernel/app-error";

const owner = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Owner = z.infer<typeof owner>;

/** Somebody else removes the lock of a dead owner, which takes moments. */
const REMOVAL_PAUSE_MS = 5;

export type FolderLock = { release(): Promise<void> };

/**
 * Makes this process the one owner of a data folder, until released or until the process is gone. The file names a
 * process by pid and start time, so a lock left by a killed process or a reused pid does not block.
 * Throws AppError `conflict` naming the owner's pid.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = path.join(folder, "headroom.lock");
  const mine: Owner = { pid: process.pid, startedAt: await processStart(process.pid) };
  const draft = `${file}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, JSON.stringify(mine), { mode: 0o600 });
  } catch (error) {
    throw new AppError("upstream-unavailable", `The data folder ${folder} cannot be written.`, { cause: error });
  }
  try {
    const holder = await acquire(draft, file);
    if (holder) {
      throw new AppError(
        "conflict",
        `The data folder ${folder} is in use by another Headroom (process ${holder.pid}). Stop it, or set HEADROOM_DATA to another folder.`,
      );
    }
  } finally {
    await rm(draft, { force: true });
  }
  return {
    release: async () => {
      if ((await readOrNull(file)) === JSON.stringify(mine)) {
        await rm(file, { force: true });
      }
    },
  };
}

/**
 * Takes the lock, or gives the running process that has it. A dead owner's lock is removed only under a second lock,
 * taken in the same way: two that find the same dead owner could otherwise remove each other's new lock.
 */
async function acquire(draft: string, file: string): Promise<Owner | null> {
  while (!(await claim(draft, file))) {
    const text = await readOrNull(file);
    const holder = text === null ? null : parseOwner(text);
    if (holder && (await isRunning(holder))) {
      return holder;
    }
    if (text !== null) {
      await removeDeadLock(draft, file, text);
    }
  }
  return null;
}

async function removeDeadLock(draft: string, file: string, text: string): Promise<void> {
  const removal = `${file}.removal`;
  while ((await acquire(draft, removal)) !== null) {
    await delay(REMOVAL_PAUSE_MS);
  }
  try {
    if ((await readOrNull(file)) === text) {
      await rm(file, { force: true });
    }
  } finally {
    await rm(removal, { force: true });
  }
}

/** A hard link is atomic and fails when the name is taken; the content is complete from the first moment. */
async function claim(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) {
      return false;
    }
    throw error;
  }
}

function parseOwner(text: string): Owner | null {
  try {
    return owner.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) {
      return null;
    }
    throw error;
  }
}

async function isRunning(held: Owner): Promise<boolean> {
  return isAlive(held.pid) && (await processStart(held.pid)) === held.startedAt;
}

/** True when a process with this pid exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

/** What tells two processes with the same pid apart; "" when there is no such process. */
async function processStart(pid: number): Promise<string> {
  if (process.platform === "linux") {
    const stat = await readOrNull(`/proc/${pid}/stat`);
    // Field 22, counted behind the command's name, which may hold spaces and brackets.
    return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  }
  try {
    return (await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)])).stdout.trim();
  } catch (error) {
    if (hasCode(error, 1)) {
      return "";
    }
    throw error;
  }
}

async function readOrNull(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    // ESRCH: /proc of a process that ends while it is read.
    if (hasCode(error, "ENOENT") || hasCode(error, "ESRCH")) {
      return null;
    }
    throw error;
  }
}

/** True when a thrown value carries this `code`, as Node's system errors do. */
export function hasCode(error: unknown, code: string | number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
