import path from "node:path";
import { Client } from "pg";
import { createLog } from "@/lib/adapters/log/log";
import { startEmbeddedPostgres } from "../embedded";
import { migrate } from "../migrate";

const folder = process.argv[2] ?? "";
const log = createLog({
  level: "warn",
  style: "pretty",
  write: (line) => process.stderr.write(line),
  now: () => new Date(),
});
const parentGone = new Promise<void>((resolve) => {
  process.once("disconnect", () => resolve());
});

const postgres = await startEmbeddedPostgres({ folder, nodeModules: path.resolve("node_modules"), log });
try {
  // The cluster's own database is the template: migrated once, copied for each suite.
  await migrate({ url: postgres.url, folder: "prisma/migrations", log });
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  // Tests need no durability.
  await client.query("alter system set fsync = off");
  await client.query("select pg_reload_conf()");
  await client.end();
  process.send?.({ url: postgres.url });
  await parentGone;
} finally {
  await postgres.stop();
}
