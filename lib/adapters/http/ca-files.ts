import "server-only";
import { readFile } from "node:fs/promises";
import { AppError } from "@/lib/core/kernel/app-error";

/** Reads the certificates that the operator keeps under the names that runbooks give to `--cacert`; null for others. */
export function listedCaFiles(files: Readonly<Record<string, string>>): (name: string) => Promise<Uint8Array | null> {
  return async (name) => {
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    if (file === undefined) {
      return null;
    }
    try {
      return await readFile(file);
    } catch (error) {
      const sentence = `The file that caFiles in the configuration names for ${name} cannot be read.`;
      throw new AppError("upstream-unavailable", sentence, { cause: error });
    }
  };
}
