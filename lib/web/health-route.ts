import "server-only";
import { databaseReady } from "@/lib/adapters/database/client";
import { getLog } from "@/lib/adapters/log/process-log";
import { isWarm } from "./first-pages";

/**
 * 200 once the database is migrated and answers and the first pages are drawn, else 503; for probes, so without a session
 * and without details.
 */
export async function healthRoute(): Promise<Response> {
  if (!isWarm()) {
    return Response.json({ status: "starting" }, { status: 503 });
  }
  try {
    await (await databaseReady()).$queryRaw`select 1`;
    return Response.json({ status: "ok" });
  } catch (error) {
    getLog().warn("The health check failed", { error });
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
