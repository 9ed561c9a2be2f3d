import "server-only";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import type { ArtifactStore } from "@/lib/adapters/artifacts/artifacts";
import type { Scope } from "@/lib/adapters/database/transaction";
import type { GivenFile, LeftFile } from "@/lib/adapters/sandbox/sandbox-run";
import { AppError } from "@/lib/core/kernel/app-error";
import { runLimits } from "@/lib/core/shell/limits";
import { createScrubber } from "@/lib/core/shell/scrub-secrets";
import { slicesOf } from "@/lib/core/shell/slices-of";
import { artifacts } from "@/lib/features/execution/runtime";
import { artifactName, findArtifact, listArtifacts, listNewestFiles } from "./data";
import type { FilesLeft, RefusedFile, StoredFile } from "./mutations/keep-files";
import type { ArtifactRow } from "./schema";

/** What earlier runs of the incident have left: there for the next one, fetched when it looks. */
export async function givenFiles(database: Scope["database"], incidentId: string): Promise<readonly GivenFile[]> {
  const files = await listNewestFiles(database, incidentId, runLimits.givenBytes);
  return files.map(({ path, hash, createdAt }) => ({ path, changedAt: createdAt, read: () => readArtifact(hash) }));
}

async function readArtifact(hash: string): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await artifacts().get(hash)) {
    chunks.push(Buffer.from(chunk));
  }
  return new Uint8Array(Buffer.concat(chunks));
}

export type FileCollector = {
  /** Stores one file without its secrets, or notes why not. Never throws for what the file is. */
  keep(file: LeftFile): Promise<void>;
  left(): FilesLeft;
};

/** Collects the files of one run into `store`. `known` are the secrets that the run has read. */
export function collectFiles(known: ReadonlySet<string>, store: Pick<ArtifactStore, "put">): FileCollector {
  const stored: StoredFile[] = [];
  const refused: RefusedFile[] = [];
  let bytes = 0;
  return {
    keep: async (file) => {
      const name = artifactName(file.path).slice(0, 200);
      const because = refusalOf(file, { count: stored.length, bytes });
      if (because !== null) {
        refused.push({ name: isPlainPath(file.path) ? name : "a file with a hostile name", because });
        return;
      }
      try {
        const { content, hiddenSecrets } = await withoutSecrets(await file.read(), known);
        bytes += content.byteLength;
        stored.push({ id: randomUUID(), path: file.path, hiddenSecrets, ...(await store.put(content)) });
      } catch (error) {
        if (!(error instanceof AppError)) {
          throw error;
        }
        refused.push({ name, because: error.message });
      }
    },
    left: () => ({ stored, refused: summed(refused) }),
  };
}

/** A path as a shell makes it, in a folder whose files are kept: nothing that leads elsewhere, nothing unprintable. */
function isPlainPath(path: string): boolean {
  return path.length <= 500 && /^\/(work|tmp)(\/(?!\.{1,2}(\/|$))[^/\p{C}]+)+$/u.test(path);
}

function refusalOf(file: LeftFile, before: { readonly count: number; readonly bytes: number }): string | null {
  if (!isPlainPath(file.path)) {
    return "its name is none that can be kept";
  }
  if (before.count >= runLimits.keptFiles) {
    return `a run keeps at most ${runLimits.keptFiles} files`;
  }
  return before.bytes + file.size > runLimits.keptBytes ? `a run keeps at most ${runLimits.keptBytes} bytes` : null;
}

const MAX_NAMED = 20;

/** A thousand refused files are not a thousand lines of the timeline. */
function summed(refused: readonly RefusedFile[]): readonly RefusedFile[] {
  const rest = refused.length - MAX_NAMED;
  return rest <= 0
    ? refused
    : [...refused.slice(0, MAX_NAMED), { name: `${rest} more`, because: refused.at(-1)?.because ?? "" }];
}

const SLICE = 256 * 1024;

/** Text goes through the scrubber as output does, in turns, so that the server's loop goes on; what is no text stays. */
async function withoutSecrets(bytes: Uint8Array, known: ReadonlySet<string>) {
  const text = textOf(bytes);
  if (text === null) {
    return { content: bytes, hiddenSecrets: 0 };
  }
  const scrubber = createScrubber(known);
  let clean = "";
  for (const slice of slicesOf(text, SLICE)) {
    clean += scrubber.push(slice);
    await new Promise((resolve) => setImmediate(resolve));
  }
  clean += scrubber.end();
  return scrubber.count === 0
    ? { content: bytes, hiddenSecrets: 0 }
    : { content: Buffer.from(clean), hiddenSecrets: scrubber.count };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}

/** The files that an incident's runs have left, newest first. */
export async function artifactsOf(scope: Scope, number: number): Promise<readonly ArtifactRow[]> {
  return listArtifacts(scope.database, scope.actor, number);
}

/** The content of an artifact for somebody who may see its incident. */
export async function openArtifact(
  scope: Scope,
  artifactId: string,
): Promise<{ readonly name: string; readonly size: number; readonly content: Readable }> {
  const { name, size, hash } = await findArtifact(scope.database, scope.actor, artifactId);
  return { name, size, content: await artifacts().get(hash) };
}
