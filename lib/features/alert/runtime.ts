import "server-only";
import { randomBytes } from "node:crypto";
import type { Scope } from "@/lib/adapters/database/transaction";
import { createSource } from "./mutations/create-source";
import { rotateSource } from "./mutations/rotate-source";
import type { SourceToken } from "./schema";

function newToken(): string {
  return `hr_${randomBytes(24).toString("base64url")}`;
}

/** Adds a sender of alerts with a token of its own, given once. */
export async function addSource(scope: Scope, name: string): Promise<SourceToken> {
  const token = newToken();
  return { sourceId: await createSource(scope, { name, token }), name, token };
}

/** Gives a sender a new token; the old one stops working at once. */
export async function renewSourceToken(scope: Scope, sourceId: string): Promise<SourceToken> {
  const token = newToken();
  return { sourceId, name: await rotateSource(scope, { sourceId, token }), token };
}
