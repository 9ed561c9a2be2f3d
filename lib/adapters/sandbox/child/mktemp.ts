import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";

const OPTIONS: readonly GnuOption[] = [
  { letter: "d", long: "directory", takes: "nothing" },
  { letter: "u", long: "dry-run", takes: "nothing" },
  { letter: "q", long: "quiet", takes: "nothing" },
  { letter: "t", takes: "nothing" },
  { letter: "p", takes: "value" },
  { long: "tmpdir", takes: "glued" },
  { long: "suffix", takes: "value" },
];

type Wanted = { readonly folder: string | null; readonly template: string; readonly suffix: string };
type Flags = { readonly has: (name: string) => boolean; readonly said: (name: string) => string | null };

/** `mktemp`, `mktemp -d -p DIR`, `mktemp -t run.XXXX`, `mktemp /tmp/run.XXXX`: makes what was not there before. */
export async function mktemp(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options: OPTIONS });
  if ("problem" in words) {
    return refused(`${words.problem}\nTry 'mktemp --help' for more information.`);
  }
  if (words.rest.length > 1) {
    return refused("too many templates\nTry 'mktemp --help' for more information.");
  }
  const flags: Flags = {
    has: (name) => words.options.some((option) => option.name === name),
    said: (name) => words.options.findLast((option) => option.name === name)?.value ?? null,
  };
  const wanted = wantedOf(words.rest[0], flags, context.exportedEnv?.["TMPDIR"] || null);
  return typeof wanted === "string" ? refused(wanted) : make(wanted, flags, context);
}

/** Where it goes and what it is called, or what is wrong with that. */
function wantedOf(given: string | undefined, flags: Flags, ofEnvironment: string | null): Wanted | string {
  const { has, said } = flags;
  const template = given ?? "tmp.XXXXXXXXXX";
  const suffix = said("suffix");
  if (suffix !== null && !template.endsWith("X")) {
    return `with --suffix, template '${template}' must end in X`;
  }
  const [, begin = "", marks = "", end = ""] = /^(.*?)(X*)([^X]*)$/s.exec(template) ?? [];
  const isInFolder = given === undefined || ["t", "p", "tmpdir"].some(has);
  const wanted: Wanted = {
    folder: isInFolder ? folderOf(flags, ofEnvironment) : null,
    template: begin + marks,
    suffix: suffix ?? end,
  };
  return marks.length < 3 ? `too few X's in template '${template}'` : (placeProblem(wanted, has("t")) ?? wanted);
}

function folderOf({ has, said }: Flags, ofEnvironment: string | null): string {
  const asked = said("p") ?? said("tmpdir");
  return (has("t") ? (ofEnvironment ?? asked) : (asked ?? ofEnvironment)) ?? "/tmp";
}

function placeProblem({ folder, template, suffix }: Wanted, isName: boolean): string | null {
  if (suffix.includes("/")) {
    return `invalid suffix '${suffix}', contains directory separator`;
  }
  if (isName && template.includes("/")) {
    return `invalid template, '${template}', contains directory separator`;
  }
  return folder !== null && template.startsWith("/")
    ? `invalid template, '${template}'; with --tmpdir, it may not be absolute`
    : null;
}

const ATTEMPTS = 100;

async function make(
  { folder, template, suffix }: Wanted,
  { has }: Flags,
  { fs, cwd }: ResolvedCommandContext,
): Promise<ExecResult> {
  const within = (name: string) => (folder === null ? name : `${folder.replace(/\/$/, "")}/${name}`) + suffix;
  const parent = fs.resolvePath(cwd, within(template)).replace(/[^/]*$/, "");
  const isThere = (await fs.exists(parent)) && (await fs.stat(parent)).isDirectory;
  const path = isThere || has("u") ? await unusedPath(template, within, { fs, cwd }) : null;
  if (path === null) {
    const why = isThere ? "File exists" : "No such file or directory";
    return notMade(`via template '${within(template)}': ${why}`, { has });
  }
  const place = fs.resolvePath(cwd, path);
  if (!has("u")) {
    await (has("d") ? fs.mkdir(place) : fs.writeFile(place, ""));
  }
  return { stdout: `${path}\n`, stderr: "", exitCode: 0 };
}

function notMade(why: string, { has }: Pick<Flags, "has">): ExecResult {
  const failed = refused(`failed to create ${has("d") ? "directory" : "file"} ${why}`);
  return has("q") ? { ...failed, stderr: "" } : failed;
}

type Place = Pick<ResolvedCommandContext, "fs" | "cwd">;

async function unusedPath(
  template: string,
  within: (name: string) => string,
  { fs, cwd }: Place,
): Promise<string | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const path = within(template.replace(/X+$/, (marks) => randomLetters(marks.length)));
    if (!(await fs.exists(fs.resolvePath(cwd, path)))) {
      return path;
    }
  }
  return null;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function randomLetters(length: number): string {
  return Array.from({ length }, () => LETTERS[Math.floor(Math.random() * LETTERS.length)]).join("");
}

function refused(sentence: string): ExecResult {
  return { stdout: "", stderr: `mktemp: ${sentence}\n`, exitCode: 1 };
}
