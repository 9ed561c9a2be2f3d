import "server-only";
import { getConfig } from "@/lib/adapters/config/config";
import { createLog, type Log } from "./log";

const shared: { headroomLog?: Log } = globalThis as { headroomLog?: Log };

/** The log of this process, on its standard error. */
export function getLog(): Log {
  shared.headroomLog ??= createLog({
    level: getConfig().logLevel,
    style: getConfig().logStyle,
    write: (line) => process.stderr.write(line),
    now: () => new Date(),
  });
  return shared.headroomLog;
}
