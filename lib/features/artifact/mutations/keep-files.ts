import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { artifactName } from "../data";

/** A file that is in the store by now. */
export type StoredFile = {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly hash: string;
  readonly hiddenSecrets: number;
};

export type RefusedFile = { readonly name: string; readonly because: string };

export type FilesLeft = { readonly stored: readonly StoredFile[]; readonly refused: readonly RefusedFile[] };

type Input = {
  readonly incidentId: string;
  readonly runId: string;
  readonly maxBytes: number;
  readonly left: FilesLeft;
};

/**
 * Makes the files of a run artifacts of its incident. A file that is there already, under its name and with its
 * content, is none anew. What would go beyond `maxBytes` of the incident is refused, and said.
 */
export async function keepFiles(scope: Scope, { incidentId, runId, maxBytes, left }: Input): Promise<void> {
  await inTransaction(scope, async (tx) => {
    // Two runs that end at once: the second counts what the first has kept. A run's end holds this lock already.
    await tx.$queryRaw`SELECT 1 FROM "Timeline" WHERE "id" = ${incidentId} FOR UPDATE`;
    let bytes = await bytesOf(tx, incidentId);
    const kept: StoredFile[] = [];
    const refused = [...left.refused];
    for (const file of left.stored) {
      if (await isKnown(tx, incidentId, file)) {
        continue;
      }
      bytes += file.size;
      if (bytes > maxBytes) {
        bytes -= file.size;
        refused.push({ name: artifactName(file.path), because: `an incident keeps at most ${maxBytes} bytes` });
        continue;
      }
      kept.push(file);
    }
    if (kept.length === 0 && refused.length === 0) {
      return;
    }
    await tx.artifact.createMany({ data: kept.map((file) => ({ ...file, incidentId, runId, createdAt: scope.now })) });
    const files = kept.map(({ id, path, size, hash }) => ({ artifactId: id, name: artifactName(path), size, hash }));
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "run.files-kept", payload: { runId, files, refused } },
    });
  });
}

async function bytesOf(tx: Database, incidentId: string): Promise<number> {
  const { _sum } = await tx.artifact.aggregate({ where: { incidentId }, _sum: { size: true } });
  return _sum.size ?? 0;
}

async function isKnown(tx: Database, incidentId: string, { path, hash }: StoredFile): Promise<boolean> {
  const newest = await tx.artifact.findFirst({
    where: { incidentId, path },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { hash: true },
  });
  return newest?.hash === hash;
}
