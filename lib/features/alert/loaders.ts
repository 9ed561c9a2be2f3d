import "server-only";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { hasRole } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { findSourceByToken, listSources } from "./data";
import type { SourceRow } from "./schema";

/** The senders of alerts, for the admin's page. */
export const loadSources = cache(async (): Promise<readonly SourceRow[]> => {
  if (!hasRole(await getUser(), "admin")) {
    throw new AppError("forbidden", "Only an admin can see this page.");
  }
  return listSources(await databaseReady());
});

/** The sender of a webhook by its bearer token; null for a stranger. */
export async function findSource(request: Request, database: Database): Promise<Actor | null> {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return token === undefined ? null : findSourceByToken(database, token);
}

/** The address that senders post to. */
export async function loadWebhookUrl(): Promise<string> {
  return `${getConfig().url}/api/webhooks/alertmanager`;
}
