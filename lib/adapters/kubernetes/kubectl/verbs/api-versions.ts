import "server-only";
import { CommandFailure } from "../failure";
import { parseFlags } from "../flags";
import { compareBytes } from "../go/values";
import type { Invocation } from "../invocation";
import { groupVersions } from "../resources";

/** kubectl api-versions: `group/version` of all that the server has. */
export async function apiVersions(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, {}, "api-versions");
  if (flags.words.length > 0) {
    throw new CommandFailure(
      `error: unexpected arguments: [${flags.words.join(" ")}]\nSee 'kubectl api-versions -h' for help and examples`,
    );
  }
  call.check({ namespace: null, risk: "read", description: "api-versions" });
  const versions = await groupVersions(call);
  call.out(
    [...versions]
      .sort(compareBytes)
      .map((version) => `${version}\n`)
      .join(""),
  );
  return 0;
}
