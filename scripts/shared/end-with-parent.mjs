// Loaded into a child process: it ends when the process that started it is gone, however that ended.
import process from "node:process";

process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
