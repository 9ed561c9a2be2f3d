// Everything runs on the Node that the lockfile pins (node_modules/.bin/node); the system's Node only gets it there.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const MINIMUM = [22, 19];
const TOOLS = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

/** @param {string} version */
function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = MINIMUM;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** The real path of the Node to run everything with, or null when there is none that is recent enough. */
function suitableNode() {
  const pinned = path.join(TOOLS, "node");
  // It may be there and not run: another libc.
  if (existsSync(pinned) && spawnSync(pinned, ["--version"]).status === 0) {
    return realpathSync(pinned);
  }
  return isRecentEnough(process.versions.node) ? realpathSync(process.execPath) : null;
}

/**
 * Runs the calling script again on the pinned Node, with these flags of it, when this process is another one or has them
 * not. Returns true when that happened, and when there is no suitable Node; the caller then has nothing left to do.
 * @param {string} scriptUrl @param {readonly string[]} [flags]
 */
export async function rerunOnSuitableNode(scriptUrl, flags = []) {
  const node = suitableNode();
  if (node === null) {
    console.error(
      `Headroom needs Node ${MINIMUM.join(".")} or newer. This is Node ${process.versions.node}, and the package registry has no newer one for ${process.platform}-${process.arch}.`,
    );
    process.exitCode = 1;
    return true;
  }
  const search = process.env["PATH"] ?? "";
  if (!search.startsWith(`${TOOLS}${path.delimiter}`)) {
    process.env["PATH"] = `${TOOLS}${path.delimiter}${search}`;
  }
  if (node === realpathSync(process.execPath) && flags.every((flag) => process.execArgv.includes(flag))) {
    return false;
  }
  // With the channel, the child notices when this process is killed.
  const child = spawn(node, [...flags, fileURLToPath(scriptUrl), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, "exit");
  process.exit(code ?? 1);
}
