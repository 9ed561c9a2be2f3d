import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { LeftFile } from "@/lib/adapters/sandbox/sandbox-run";
import { AppError } from "@/lib/core/kernel/app-error";
import type { CommandLineIo } from "./io";

/**
 * Writes the files that a script leaves into a folder, below it and nowhere else: `/work/a` becomes `a`, `/tmp/a`
 * becomes `tmp/a`. Without a folder they are only counted, and said.
 */
export function leftFiles(folder: string | undefined, io: CommandLineIo) {
  let count = 0;
  return {
    keep: async (file: LeftFile): Promise<void> => {
      count += 1;
      if (folder === undefined) {
        return;
      }
      try {
        await writeBelow(path.resolve(io.cwd, folder), file);
      } catch (error) {
        if (!(error instanceof AppError)) {
          throw error;
        }
        io.stderr(`headroom exec: ${error.message}\n`);
      }
    },
    report: (): void => {
      if (folder === undefined && count > 0) {
        io.stderr(
          `headroom exec: ${count} ${count === 1 ? "file was" : "files were"} not kept: give --artifacts FOLDER\n`,
        );
      }
    },
  };
}

async function writeBelow(folder: string, { path: name, read }: LeftFile): Promise<void> {
  if (name.includes("\0")) {
    throw new AppError("invalid-input", "a file with a hostile name is not kept");
  }
  // What the child says is not trusted: seen from the root, no `..` leads out of it.
  const inside = path.posix.resolve("/", name).replace(/^\/work\//, "/");
  const target = path.join(folder, inside);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = path.join(path.dirname(target), `.${randomUUID()}`);
  await writeFile(draft, await read(), { flag: "wx" });
  // A link that stands there is replaced, not followed.
  await rename(draft, target);
}
