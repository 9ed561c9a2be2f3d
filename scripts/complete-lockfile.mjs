// Some registries answer 404 for other platforms' optional binaries; npm then leaves them out of the lockfile and
// `npm ci` refuses it. This adds a stub entry for each, so that the lockfile is complete on every machine.
// Run after each `npm install`; `--check` fails when an entry is missing.
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

const LOCKFILE = new URL("../package-lock.json", import.meta.url);
const PLATFORMS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"];
const CPUS = {
  x64: "x64",
  arm64: "arm64",
  arm: "arm",
  armv7: "arm",
  ia32: "ia32",
  ppc64: "ppc64",
  riscv64: "riscv64",
  s390x: "s390x",
  wasm32: "wasm32",
};

/** The lockfile's package table: path to entry. */
const lock = JSON.parse(readFileSync(LOCKFILE, "utf8"));

/** @param {string} from @param {string} name */
function isLocked(from, name) {
  let folder = from;
  for (;;) {
    if (lock.packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) {
      return true;
    }
    if (!folder) {
      return false;
    }
    const at = folder.lastIndexOf("node_modules/");
    folder = at <= 0 ? "" : folder.slice(0, at - 1);
  }
}

/** @param {string} name @param {string} version */
function stub(name, version) {
  const words = name.split("/").at(-1)?.split(/[-_]/) ?? [];
  const os = PLATFORMS.filter((platform) => words.includes(platform));
  const cpu = Object.entries(CPUS).flatMap(([word, value]) => (words.includes(word) ? [value] : []));
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") && os.includes("linux") ? ["glibc"] : [];
  return {
    version,
    optional: true,
    ...(cpu.length && { cpu }),
    ...(os.length && { os }),
    ...(libc.length && { libc }),
  };
}

const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(path, name))
    .map(([name, version]) => ({ name, version: String(version) })),
);
if (process.argv.includes("--check")) {
  if (missing.length > 0) {
    console.error(
      `package-lock.json lacks ${missing.length} optional packages: run node scripts/complete-lockfile.mjs`,
    );
    process.exitCode = 1;
  }
} else {
  for (const { name, version } of missing) {
    lock.packages[`node_modules/${name}`] = stub(name, version.replace(/^[\^~]/, ""));
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(LOCKFILE, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added ${missing.length} entries`);
}
