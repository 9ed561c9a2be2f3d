import "server-only";
import type { ClusterConnection } from "./connection";

/** Shorter values are ordinary words: hiding them would hide half of the output. */
const MIN_LENGTH = 6;

/**
 * The same connection, which tells `note` every value of a Secret that an answer holds: as it is stored (base64), as
 * it is meant, and as JSON writes it. Of a value with several lines, each line.
 */
export function noteSecrets(connection: ClusterConnection, note: (value: string) => void): ClusterConnection {
  return {
    ...connection,
    request: async (request) => {
      const reply = await connection.request(request);
      for (const value of secretValues(reply.body)) {
        note(value);
      }
      return reply;
    },
  };
}

function* secretValues(body: unknown): Generator<string> {
  if (!isRecord(body)) {
    return;
  }
  const isSecret = body["kind"] === "Secret";
  for (const stored of isSecret ? stringsOf(body["data"]) : []) {
    yield* spellings(stored);
    yield* spellings(Buffer.from(stored, "base64").toString("utf8"));
  }
  const items = Array.isArray(body["items"]) ? body["items"] : [];
  for (const item of items) {
    // The items of a list do not say their kind.
    yield* secretValues(body["kind"] === "SecretList" && isRecord(item) ? { ...item, kind: "Secret" } : item);
  }
}

function spellings(value: string): readonly string[] {
  return [...value.split(/\r?\n/), JSON.stringify(value).slice(1, -1)].filter(
    (line) => line.trim().length >= MIN_LENGTH,
  );
}

function stringsOf(data: unknown): readonly string[] {
  return isRecord(data) ? Object.values(data).filter((value) => typeof value === "string") : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
