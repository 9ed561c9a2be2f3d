// Starts the production server, building first when needed. PORT and HEADROOM_HOST say where it listens.
import { enableCompileCache } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { ensurePrerequisites } from "./prerequisites.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { refuseBusyPort, wantedPort } from "./shared/port.mjs";
import { printFailure } from "./shared/report.mjs";
import { SERVER_FLAGS } from "./shared/server-flags.mjs";

process.chdir(fileURLToPath(new URL("../", import.meta.url)));
/** Only this machine, until someone says otherwise. */
const host = process.env["HEADROOM_HOST"] || "127.0.0.1";
// Compiling the modules is a third of a start; a new build removes the folder.
enableCompileCache(".next/compile-cache");

try {
  await ensurePrerequisites();
  if (!(await rerunOnSuitableNode(import.meta.url, SERVER_FLAGS))) {
    const port = wantedPort();
    await refuseBusyPort(port, host, "npm start");
    await ensureBuilt();
    process.env["PORT"] = String(port);
    process.env["NEXT_TELEMETRY_DISABLED"] = "1";
    // instrumentation-node.ts stops everything itself; Next would wait for open streams.
    process.env["NEXT_MANUAL_SIG_HANDLE"] = "true";
    process.argv = [process.execPath, "next", "start", "--port", String(port), "--hostname", host];
    await import("next/dist/bin/next");
  }
} catch (error) {
  printFailure(error);
  process.exit(1);
}
