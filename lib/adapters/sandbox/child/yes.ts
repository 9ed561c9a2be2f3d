import type { ExecResult } from "just-bash";

/** As much as any reader of `yes` was ever seen to take: stages run one after the other, so that it has to end. */
const YES_BYTES = 262_144;
const ENDED_BY_READER = 141;

/** `yes | program`: the answer to all that it asks. */
export function yes(argv: string[]): Promise<ExecResult> {
  const line = `${argv.length === 0 ? "y" : argv.join(" ")}\n`;
  const stdout = line.repeat(Math.max(1, Math.ceil(YES_BYTES / line.length)));
  return Promise.resolve({ stdout, stderr: "", exitCode: ENDED_BY_READER });
}
