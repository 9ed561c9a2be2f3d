// Real servers for the tests that talk to one: started on random ports in a folder of their own, and ended with this
// process, however it ends. `node scripts/services.mjs vitest run lib/adapters/docker` runs a command beside them.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { freePort } from "./shared/free-port.mjs";
import { rerunOnSuitableNode } from "./shared/node-version.mjs";
import { ProgramFailure, run } from "./shared/report.mjs";

/**
 * @typedef {{ env: Record<string, string>, stop(): Promise<void> }} Started
 * @typedef {{ name: string, packages: readonly string[], programs: readonly string[], start(folder: string, env: Record<string, string>): Promise<Started> }} Service
 */

/** @type {readonly Service[]} */
const SERVICES = [
  {
    name: "Docker",
    packages: ["docker.io", "busybox-static"],
    programs: ["/usr/sbin/dockerd", "/usr/bin/docker", "/bin/busybox"],
    start: startDocker,
  },
  { name: "Compose", packages: ["docker-compose"], programs: ["/usr/bin/docker-compose"], start: nothing },
  {
    name: "sshd",
    packages: ["openssh-server", "openssh-client"],
    programs: ["/usr/sbin/sshd", "/usr/bin/ssh-keygen"],
    start: startSsh,
  },
  // Their tests start servers of their own: one with a password, one per side of a comparison.
  { name: "PostgreSQL", packages: ["postgresql"], programs: ["/usr/bin/psql"], start: nothing },
  {
    name: "Redis",
    packages: ["redis-server", "redis-tools"],
    programs: ["/usr/bin/redis-server", "/usr/bin/redis-cli"],
    start: nothing,
  },
];

/** @returns {Promise<Started>} */
async function nothing() {
  return { env: {}, stop: async () => undefined };
}

const PATIENCE_MS = 60_000;

/** A test's image: one static program, which is all of its tools. @param {string} folder */
function imageTar(folder) {
  const root = path.join(folder, "rootfs");
  for (const name of ["bin", "proc", "sys", "dev", "tmp", "etc"]) {
    mkdirSync(path.join(root, name), { recursive: true });
  }
  copyFileSync("/bin/busybox", path.join(root, "bin/busybox"));
  const tools = spawnSync("/bin/busybox", ["--list"], { encoding: "utf8" }).stdout.trim().split("\n");
  for (const name of tools.filter((tool) => tool !== "busybox")) {
    symlinkSync("busybox", path.join(root, "bin", name));
  }
  writeFileSync(path.join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
  return spawnSync("tar", ["-C", root, "-c", "."], { maxBuffer: 64 * 1024 * 1024 }).stdout;
}

/** @param {string} folder @returns {Promise<Started>} */
async function startDocker(folder) {
  const socket = path.join(folder, "sock");
  const daemon = daemonOf("dockerd", [
    "--iptables=false",
    "--ip-masq=false",
    "--bridge=none",
    ...["--data-root", path.join(folder, "data"), "--exec-root", path.join(folder, "exec")],
    ...["--pidfile", path.join(folder, "pid"), "-H", `unix://${socket}`],
  ]);
  const docker = (/** @type {readonly string[]} */ words, /** @type {Buffer | undefined} */ input = undefined) =>
    spawnSync("/usr/bin/docker", ["-H", `unix://${socket}`, ...words], { input, encoding: "utf8" });
  try {
    await daemon.ready(() => existsSync(socket) && docker(["version"]).status === 0);
    const imported = docker(["import", "-c", 'CMD ["sleep", "86400"]', "-", "headroom-test:1"], imageTar(folder));
    if (imported.status !== 0) {
      throw new ProgramFailure("docker import", imported.stderr);
    }
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return {
    env: { TEST_DOCKER_HOST: `unix://${socket}` },
    stop: async () => {
      const ids = docker(["ps", "-aq"]).stdout.trim();
      if (ids !== "") {
        docker(["rm", "-f", ...ids.split("\n")]);
      }
      await daemon.stop();
    },
  };
}

/** Root may sign in with a key made for this; the file known_hosts knows the server. @param {string} folder @param {Record<string, string>} env @returns {Promise<Started>} */
async function startSsh(folder, env) {
  const [port, hostKey, userKey] = [await freePort(), path.join(folder, "host-key"), path.join(folder, "user-key")];
  for (const file of [hostKey, userKey]) {
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file]);
  }
  copyFileSync(`${userKey}.pub`, path.join(folder, "authorized_keys"));
  const [type, blob] = readFileSync(`${hostKey}.pub`, "utf8").split(" ");
  writeFileSync(path.join(folder, "known_hosts"), `[127.0.0.1]:${port} ${type} ${blob}\n`);
  const config = path.join(folder, "sshd_config");
  const docker = env["TEST_DOCKER_HOST"] === undefined ? [] : [`SetEnv DOCKER_HOST=${env["TEST_DOCKER_HOST"]}`];
  const lines = [
    ...[`Port ${port}`, "ListenAddress 127.0.0.1", `HostKey ${hostKey}`, `PidFile ${path.join(folder, "sshd.pid")}`],
    ...[`AuthorizedKeysFile ${path.join(folder, "authorized_keys")}`, "PermitRootLogin prohibit-password"],
    ...["PasswordAuthentication no", "UsePAM no", "StrictModes no", "Subsystem sftp internal-sftp", ...docker],
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  mkdirSync("/run/sshd", { recursive: true });
  const daemon = daemonOf("/usr/sbin/sshd", ["-D", "-e", "-f", config]);
  try {
    await daemon.ready(() => spawnSync("ssh-keyscan", ["-p", String(port), "127.0.0.1"]).stdout.length > 0);
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  return { env: { TEST_SSH_SERVER: `${port} ${folder}` }, stop: () => daemon.stop() };
}

/** A daemon that is told to end when this process is gone. @param {string} program @param {readonly string[]} words */
function daemonOf(program, words) {
  const child = spawn("setpriv", ["--pdeathsig", "TERM", program, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-4_000);
  });
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  return {
    /** Waits until it answers. @param {() => boolean} isReady */
    async ready(isReady) {
      for (const until = Date.now() + PATIENCE_MS; !isReady(); ) {
        const isOver = await Promise.race([ended.then(() => true), pause(200).then(() => false)]);
        if (isOver || Date.now() > until) {
          throw new ProgramFailure(program, said);
        }
      }
    },
    async stop() {
      child.kill("SIGTERM");
      const isOver = await Promise.race([ended.then(() => true), pause(20_000).then(() => false)]);
      if (!isOver) {
        child.kill("SIGKILL");
      }
    },
  };
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** Null when its programs are there or could be installed, else why not. @param {Service} service */
async function missing({ packages, programs }) {
  const absent = () => programs.filter((program) => !existsSync(program));
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return "it needs Linux and root";
  }
  if (absent().length > 0 && spawnSync("which", ["apt-get"]).status === 0) {
    try {
      await run("apt-get", ["update", "-qq"]);
      // Level 1 keeps the packages from starting services of their own.
      const env = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
      await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], env);
    } catch (error) {
      return `its packages (${packages.join(", ")}) could not be installed: ${error}`;
    }
  }
  return absent().length > 0 ? `there is no ${absent().join(", ")}` : null;
}

/**
 * Starts what can be started. `skipped` says of each other why not.
 * @returns {Promise<Started & { skipped: { name: string, reason: string, count: number }[] }>}
 */
export async function startServices() {
  const folder = mkdtempSync(path.join(tmpdir(), "headroom-services-"));
  /** @type {Started[]} */
  const started = [];
  const skipped = [];
  for (const service of SERVICES) {
    const home = path.join(folder, service.name.toLowerCase());
    mkdirSync(home);
    const reason = (await missing(service)) ?? (await startOne(service, home, started));
    if (reason !== null) {
      skipped.push({ name: `tests of a real ${service.name}`, reason, count: 1 });
    }
  }
  return {
    env: Object.assign({}, ...started.map(({ env }) => env)),
    skipped,
    stop: async () => {
      for (const { stop } of started) {
        await stop();
      }
      unmountUnder(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** dockerd leaves the mount of its network namespace behind. @param {string} folder */
function unmountUnder(folder) {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  for (const line of mounts.filter((mount) => mount.split(" ")[1]?.startsWith(`${folder}/`))) {
    spawnSync("umount", ["-l", line.split(" ")[1] ?? ""]);
  }
}

/** @param {Service} service @param {string} home @param {Started[]} started */
async function startOne(service, home, started) {
  try {
    started.push(await service.start(home, Object.assign({}, ...started.map(({ env }) => env))));
    return null;
  } catch (error) {
    const said = error instanceof ProgramFailure ? (error.output.trim().split("\n").at(-1) ?? "") : String(error);
    return `it could not be started: ${said}`;
  }
}

async function main() {
  const [command = "true", ...words] = process.argv.slice(2);
  const services = await startServices();
  for (const { name, reason } of services.skipped) {
    console.log(`skipped ${name}: ${reason}`);
  }
  const child = spawn(command, words, { stdio: "inherit", env: { ...process.env, ...services.env } });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  const [code] = await once(child, "exit");
  await services.stop();
  process.exitCode = code ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(await rerunOnSuitableNode(import.meta.url))) {
  await main();
}
