// Ends what up.mjs started, and with --delete removes its workloads too.
//
//   node e2e/cluster/down.mjs --cluster DIR [--state DIR] [--delete [--sie-namespace NAME] [--tickstorm-namespace NAME]]
//
// --delete deletes the objects of manifests/, never a namespace.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The command line of a process, or "" when there is none: a number alone may have been given to another program since. @param {number} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH")) {
      return "";
    }
    throw error;
  }
}

/** Ends each process that has a .pid file in `state`, and waits until it is gone. @param {string} state */
export async function stopAll(state) {
  for (const file of readdirSync(state).filter((name) => name.endsWith(".pid"))) {
    const pid = Number(readFileSync(path.join(state, file), "utf8"));
    const isOurs = () => commandLine(pid).includes(path.basename(file, ".pid"));
    if (isOurs()) {
      process.kill(pid, "SIGTERM");
    }
    while (isOurs()) {
      await sleep(50);
    }
    rmSync(path.join(state, file));
  }
}

/** @param {string} cluster @param {string} namespace @param {string} manifest */
function remove(cluster, namespace, manifest) {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "manifests", manifest);
  const options = ["--kubeconfig", path.join(cluster, "admin.kubeconfig"), "-n", namespace];
  spawnSync(path.join(cluster, "bin/kubectl"), [...options, "delete", "--ignore-not-found", "-f", file], {
    stdio: "inherit",
  });
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      cluster: { type: "string" },
      state: { type: "string" },
      delete: { type: "boolean", default: false },
      "sie-namespace": { type: "string", default: "sie" },
      "tickstorm-namespace": { type: "string", default: "default" },
    },
  });
  if (!options.cluster) {
    throw new Error("--cluster DIR is missing");
  }
  const cluster = path.resolve(options.cluster);
  await stopAll(path.resolve(options.state ?? path.join(cluster, "headroom-e2e")));
  if (options.delete) {
    remove(cluster, options["sie-namespace"], "sie.yaml");
    remove(cluster, options["tickstorm-namespace"], "tickstorm.yaml");
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
}
