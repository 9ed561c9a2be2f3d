import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { visibleTo } from "@/lib/features/incident/data";
import type { ArtifactRow } from "./schema";

/** The files that an incident's runs have left, newest first, as `actor` may see them. */
export async function listArtifacts(database: Database, actor: Actor, number: number): Promise<readonly ArtifactRow[]> {
  const rows = await database.artifact.findMany({
    where: { incident: { number, ...visibleTo(actor) } },
    orderBy: [{ createdAt: "desc" }, { path: "asc" }],
    select: {
      id: true,
      path: true,
      size: true,
      hash: true,
      hiddenSecrets: true,
      createdAt: true,
      run: { select: { id: true, label: true } },
    },
  });
  const newest = new Map<string, string>();
  return rows.map(({ path, createdAt, run, ...row }) => {
    newest.set(path, newest.get(path) ?? row.id);
    return {
      ...row,
      name: artifactName(path),
      runId: run?.id ?? null,
      label: run?.label ?? "pasted",
      at: createdAt.toISOString(),
      isNewest: newest.get(path) === row.id,
    };
  });
}

/** One artifact as `actor` may see it. */
export async function findArtifact(database: Database, actor: Actor, artifactId: string) {
  const artifact = await database.artifact.findFirst({
    where: { id: artifactId, incident: visibleTo(actor) },
    select: { path: true, size: true, hash: true },
  });
  if (!artifact) {
    throw new AppError("not-found", "There is no such file.");
  }
  return { ...artifact, name: artifactName(artifact.path) };
}

/** The newest file of each name, newest first, until `maxBytes` are reached: what the next run finds. */
export async function listNewestFiles(database: Database, incidentId: string, maxBytes: number) {
  const rows = await database.artifact.findMany({
    where: { incidentId },
    distinct: ["path"],
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { path: true, size: true, hash: true, createdAt: true },
  });
  let bytes = 0;
  return rows.filter(({ size }) => {
    bytes += size;
    return bytes <= maxBytes;
  });
}

/** A path of the sandbox as people say it. */
export function artifactName(path: string): string {
  return path.startsWith("/work/") ? path.slice("/work/".length) : path;
}
