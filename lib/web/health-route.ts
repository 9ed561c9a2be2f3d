import "server-only";
import { databaseReady } from "@/lib/adapters/database/client";
import { getLog } from "@/lib/adapters/log/process-log";

/** 200 once the database is migrated and answers, else 503; for probes, so without a session and without details. */
export async function healthRoute(): Promise<Response> {
  try {
    await (await databaseReady()).$queryRaw`select 1`;
    return Response.json({ status: "ok" });
  } catch (error) {
    getLog().warn("The health check failed", { error });
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
