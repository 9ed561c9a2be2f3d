import "server-only";
import path from "node:path";
import type { SFTPWrapper } from "ssh2";
import type { CommandIo } from "@/lib/core/shell/command";
import { CopyFailure, reasonOf } from "./scp-session";

/** scp's own code for a file that is not there to be sent, and for a folder that cannot be made. */
const FATAL = 255;

/** What the real one gives a folder that it makes for files of the usual rights. */
const FOLDER_MODE = 0o744;

type Sending = { readonly files: readonly string[]; readonly remote: string };

/** Writes files of the script to a host: into its folder, which is made for several, or one under the name that is given. */
export async function sendFiles(sftp: SFTPWrapper, { files, remote }: Sending, io: CommandIo): Promise<void> {
  let isFolder = await isFolderThere(sftp, remote);
  for (const file of files) {
    const bytes = await io.readFile(file);
    if (bytes === null) {
      throw new CopyFailure(`stat local "${file}": No such file or directory`, FATAL);
    }
    if (!isFolder && files.length > 1) {
      await makeFolder(sftp, remote);
      isFolder = true;
    }
    const place = isFolder ? path.posix.join(remote, path.posix.basename(file)) : remote;
    const failure = await write(sftp, place, bytes);
    if (failure !== null) {
      throw new CopyFailure(
        `dest open "${place}": ${reasonOf(failure)}\nscp: failed to upload file ${file} to ${place}`,
      );
    }
  }
}

function isFolderThere(sftp: SFTPWrapper, remote: string): Promise<boolean> {
  return new Promise((resolve) => {
    sftp.stat(remote, (error, stats) => resolve(!error && stats.isDirectory()));
  });
}

function makeFolder(sftp: SFTPWrapper, remote: string): Promise<void> {
  return new Promise((resolve, reject) => {
    sftp.mkdir(remote, { mode: FOLDER_MODE }, (error) =>
      error ? reject(new CopyFailure(`remote mkdir "${remote}": ${reasonOf(error)}`, FATAL)) : resolve(),
    );
  });
}

/** What went wrong; null when it is written. */
function write(sftp: SFTPWrapper, remote: string, bytes: Uint8Array): Promise<Error | null> {
  return new Promise((resolve) => {
    sftp.writeFile(remote, Buffer.from(bytes), (error) => resolve(error ?? null));
  });
}
