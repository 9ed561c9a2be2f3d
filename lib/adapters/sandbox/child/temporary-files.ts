import type { ExecResult, ResolvedCommandContext } from "just-bash";

/** `mktemp`, `mktemp -d`, `mktemp -t run.XXXX`, `mktemp /tmp/run.XXXX`. */
export async function mktemp(argv: string[], { fs, cwd }: ResolvedCommandContext): Promise<ExecResult> {
  const template = argv.findLast((word) => !word.startsWith("-"));
  const isInTmp = template === undefined || argv.some((word) => /^-[a-z]*t/.test(word) || word === "--tmpdir");
  const name = (template ?? "tmp.XXXXXXXXXX").replace(/X{3,}/, (marks) => randomLetters(marks.length));
  const path = isInTmp ? `/tmp/${name}` : name;
  const place = fs.resolvePath(cwd, path);
  const isFolder = argv.some((word) => /^-[a-z]*d/.test(word) || word === "--directory");
  await (isFolder ? fs.mkdir(place, { recursive: true }) : fs.writeFile(place, ""));
  return { stdout: `${path}\n`, stderr: "", exitCode: 0 };
}

function randomLetters(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join("");
}

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
