import type { ExecResult } from "just-bash";

let mask = 0o022;

/** `umask`: which rights a new file lacks. Files of a run have no owner but the run, so that it is only remembered. */
export function umask(argv: string[]): Promise<ExecResult> {
  const said = argv.find((word) => !word.startsWith("-"));
  if (said !== undefined) {
    const isOctal = /^[0-7]{1,4}$/.test(said);
    mask = isOctal ? Number.parseInt(said, 8) : mask;
    const stderr = isOctal ? "" : `bash: umask: ${said}: only octal numbers are read here\n`;
    return Promise.resolve({ stdout: "", stderr, exitCode: isOctal ? 0 : 1 });
  }
  const octal = mask.toString(8).padStart(4, "0");
  const stdout = argv.includes("-S") ? `${symbolic(mask)}\n` : `${argv.includes("-p") ? "umask " : ""}${octal}\n`;
  return Promise.resolve({ stdout, stderr: "", exitCode: 0 });
}

function symbolic(without: number): string {
  return ["u", "g", "o"]
    .map((who, at) => {
      const rights = ~(without >> (6 - 3 * at)) & 7;
      return `${who}=${[..."rwx"].filter((_, bit) => rights & (4 >> bit)).join("")}`;
    })
    .join(",");
}
