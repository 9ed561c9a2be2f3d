import type { ExecResult, ResolvedCommandContext } from "just-bash";

/** `realpath` of what is there; the last part may be missing. */
export async function realpath(argv: string[], { fs, cwd }: ResolvedCommandContext): Promise<ExecResult> {
  const all = { stdout: "", stderr: "", exitCode: 0 };
  for (const word of argv.filter((given) => !given.startsWith("-"))) {
    const path = fs.resolvePath(cwd, word);
    const folder = path.slice(0, path.lastIndexOf("/")) || "/";
    if (await fs.exists(folder)) {
      all.stdout += `${(await fs.exists(path)) ? await fs.realpath(path) : path}\n`;
    } else {
      all.stderr += `realpath: ${word}: No such file or directory\n`;
      all.exitCode = 1;
    }
  }
  return all;
}
