import "server-only";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import { structJson } from "../go/struct-json";
import { goYaml } from "../go/yaml";
import type { Invocation } from "../invocation";
import { textAt } from "../objects";
import { referenceKustomize, referenceVersion } from "../reference-version";

const flagTable: FlagTable = { client: { kind: "switch" }, output: { kind: "value", short: "o" } };

const infoShape = [
  "major",
  "minor",
  "emulationMajor",
  "emulationMinor",
  "minCompatibilityMajor",
  "minCompatibilityMinor",
  "gitVersion",
  "gitCommit",
  "gitTreeState",
  "buildDate",
  "goVersion",
  "compiler",
  "platform",
];
const shape = [["clientVersion", infoShape], "kustomizeVersion", ["serverVersion", infoShape]] as const;

/** kubectl version: that of the kubectl whose output this one gives, and the server's. */
export async function version(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "version");
  refuse(flags);
  const server = flags.has("client") ? null : await serverVersion(call);
  const versions = {
    clientVersion: referenceVersion,
    kustomizeVersion: referenceKustomize,
    ...(server !== null && { serverVersion: server }),
  };
  switch (flags.get("output")) {
    case "json":
      call.out(`${structJson(versions, shape, "  ")}\n`);
      break;
    case "yaml":
      call.out(`${goYaml(versions)}\n`);
      break;
    default:
      call.out(plainText(server));
  }
  warnOfSkew(call, server);
  return 0;
}

function refuse(flags: Flags): void {
  if (flags.words.length > 0) {
    throw new CommandFailure(`error: extra arguments: [${flags.words.join(" ")}]`);
  }
  if (!["", "yaml", "json"].includes(flags.get("output") ?? "")) {
    throw new CommandFailure("error: --output must be 'yaml' or 'json'");
  }
}

async function serverVersion(call: Invocation): Promise<unknown> {
  call.check({ namespace: null, risk: "read", description: "version" });
  return (await call.ask({ path: "/version" })).body;
}

function plainText(server: unknown): string {
  const ours = `Client Version: ${referenceVersion.gitVersion}\nKustomize Version: ${referenceKustomize}\n`;
  return server === null ? ours : `${ours}Server Version: ${textAt(server, "gitVersion")}\n`;
}

/** kubectl supports servers one minor version away. */
function warnOfSkew(call: Invocation, server: unknown): void {
  const [major, minor] = [Number.parseInt(textAt(server, "major"), 10), Number.parseInt(textAt(server, "minor"), 10)];
  const ours = { major: Number(referenceVersion.major), minor: Number(referenceVersion.minor) };
  if (server !== null && (major !== ours.major || Math.abs(minor - ours.minor) > 1)) {
    call.io.write(
      "stderr",
      `Warning: version difference between client (${ours.major}.${ours.minor}) and server (${major}.${minor}) exceeds the supported minor version skew of +/-1\n`,
    );
  }
}
