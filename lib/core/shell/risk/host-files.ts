import { plainCommand, type ShellCommand, type ShellWrite } from "../script/analyse-script";
import { isMeantForPod } from "../targets/pod-programs";
import { broughtBy, isBringer } from "./brought-files";

/** Tools whose every operand is a file. */
const fileTools: ReadonlySet<string> = new Set(
  "cat tac head tail nl ls rm rmdir unlink shred truncate mkdir touch find du stat wc cp mv ln chmod chown gzip gunzip zcat tee cd pushd".split(
    " ",
  ),
);
const removers = /^(?:rm|rmdir|unlink|shred|truncate)$/;
const changers = /^(?:rm|rmdir|unlink|shred|truncate|mkdir|touch|find|cp|mv|ln|chmod|chown|gzip|gunzip|tee|tar)$/;
/** Those that look at a file and say nothing of where it came from. */
const lookers = /^(?:cd|pushd|cat|tac|head|tail|nl|ls|du|stat|wc|find|e?grep|fgrep|test|\[|\[\[|chmod|chown)$/;
/** Those whose first operand is a pattern or a program, which may begin with a slash, too. */
const patternTools: ReadonlySet<string> = new Set(["grep", "egrep", "fgrep", "sed", "awk"]);

/** Those whose operands may be a file among other things. */
const otherTools: ReadonlySet<string> = new Set(
  "tar sort uniq cut diff comm jq yq sqlite3 md5sum sha256sum".split(" "),
);

/** What the sandbox has of its own. */
const OWN = /^\/(?:tmp|work|dev)(?:\/|$)/;
const SCRATCH = /^\/tmp(?:\/|$)/;
const HOME = /^(?:~|\$\{?HOME\}?)(?:\/|$)/;
const PLACES = "boot|data|etc|home|logs?|mnt|opt|root|run|srv|usr|var";
const PLACE = new RegExp(`^/(?:${PLACES})(?:/\\S*)?$`);
const WRITTEN = new RegExp(`^/(?:${PLACES}|backups?|proc|sys)/.|${HOME.source}`);
/** What nothing that runs here may stand for. */
const OF_MACHINE = /^\/(?:boot|etc|proc|sys|usr)\//;
/** What a program of its own has on its machine and no toolbox has. */
const OF_PROGRAM = new RegExp(`^/(?:backups?|boot|data|etc|home|logs?|mnt|root|run|srv|var)/.|${HOME.source}`);

/** The files of a script that are no host's: it brings them, or makes them where the sandbox has room of its own. */
export type MadeFiles = readonly string[];

/**
 * The first file of a machine, by its path, that a script's text tools look at or change: the sandbox has no such file,
 * so the script is meant for a host. A file that the script itself brings (by a program like `curl -o`, or by what such a
 * program prints) is none. Null when there is no such file. `commands` are those that act.
 */
export function hostFileOf(commands: readonly ShellCommand[]): string | null {
  const made = madeBy(commands);
  return (
    commands.flatMap((command) => [...filesOf(command, made), ...fedBy(command, made)])[0] ?? fileWritten(commands)
  );
}

/**
 * The first file that a script removes and that only a variable names which neither the script nor anybody else (`sets`)
 * sets: it may be a host's. Null when there is none.
 */
export function unknownRemoval(commands: readonly ShellCommand[], sets: readonly string[]): string | null {
  const made = madeBy(commands);
  const isUnknown = (file: string) => {
    const [, name] = /^\$\{?([A-Za-z_]\w*)/.exec(file) ?? [];
    return name !== undefined && name !== "PWD" && !sets.includes(name) && !isMade(file, made);
  };
  return commands.filter(isRemoval).flatMap(targetsOf).find(isUnknown) ?? null;
}

/** The first file of a machine that a script writes by a redirection; null when none. */
export function fileWritten(commands: readonly ShellCommand[]): string | null {
  const used = new Set(commands.flatMap(({ written, reads }) => [...written, ...reads]));
  const isBrought = ({ file, isAppended, from }: ShellWrite) =>
    !OF_MACHINE.test(file) && !isAppended && from.some(isBringer) && (used.has(file) || !PLACE.test(file));
  const found = inFolders(commands).find((write) => WRITTEN.test(write.file) && !isBrought(write));
  return found?.file ?? null;
}

/** The first file of a machine that a program of its own is given: `etcdctl --data-dir=/var/lib/etcd`; else null. */
export function fileGiven({ written }: ShellCommand): string | null {
  const files = written.map((word) => word.replace(/^--?[\w-]+=/, ""));
  return files.find((file) => OF_PROGRAM.test(file) && !/\s/.test(file)) ?? null;
}

/** What a script brings or makes itself, as written. */
export function madeBy(commands: readonly ShellCommand[]): MadeFiles {
  const brought = [
    ...commands.flatMap(broughtBy),
    ...commands.flatMap(({ writes }) => writes).flatMap((write) => (isOfHost(write, commands) ? [] : [write.file])),
  ];
  const isFor = (folder: string) => brought.some((file) => `${file}/`.startsWith(`${folder.replace(/\/$/, "")}/`));
  const folders = commands.filter(({ name }) => name === "mkdir").flatMap(({ written }) => written.filter(isFor));
  const makers = commands.filter(({ name }) => !lookers.test(name ?? "") && !removers.test(name ?? ""));
  const own = makers.filter(({ name }) => !isBringer(name)).flatMap(({ written }) => written);
  return [...brought, ...folders, ...own.filter((word) => OWN.test(word))];
}

/** Whether a command of a script that is for a host changes a file there. */
export function changesHostFile(command: ShellCommand, made: MadeFiles): boolean {
  const { name, words } = command;
  const targets = targetsOf(command);
  if (
    !changers.test(name ?? "") &&
    !(name === "sed" && words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word ?? "")))
  ) {
    return false;
  }
  if (targets.length === 0) {
    // Without words gzip and tee change nothing; xargs gives the others theirs.
    return !/^(?:gzip|gunzip|tee)$/.test(name ?? "");
  }
  return !printsOnly(command) && targets.some((file) => !isOwn(file, command, made));
}

/** `gzip -dc`: what is read stays as it is. */
function printsOnly({ name, words }: ShellCommand): boolean {
  if (name === "tar") {
    return /^(?:-?[a-zA-Z]*t|--list$)/.test(words[0] ?? "");
  }
  return /^(?:gzip|gunzip)$/.test(name ?? "") && words.some((word) => /^-[a-zA-Z]*[clt]|^--stdout$/.test(word ?? ""));
}

/** What a changer changes: of cp and ln where it goes to, of chmod and sed the files. */
function targetsOf({ name, written }: ShellCommand): readonly string[] {
  const operands = written.filter((word) => !word.startsWith("-"));
  switch (name) {
    case "cp":
    case "ln":
      return written.some((word) => /^-[a-zA-Z]*t|^--target/.test(word)) ? operands : operands.slice(-1);
    case "chmod":
    case "chown":
    case "sed":
      return operands.slice(1);
    case "tar":
      return /^-?[a-zA-Z]*c[a-zA-Z]*f$/.test(written[0] ?? "") ? written.slice(1, 2) : operands;
    case "find": {
      const end = written.findIndex((word) => /^[-(!]/.test(word));
      return end === 0 ? ["."] : written.slice(0, end === -1 ? undefined : end);
    }
    default:
      return operands;
  }
}

function isOwn(file: string, command: ShellCommand, made: MadeFiles): boolean {
  return (OWN.test(file) && !(SCRATCH.test(file) && isRemoval(command))) || isMade(file, made);
}

function isRemoval({ name, words }: ShellCommand): boolean {
  const runsRemover = words.some(
    (word, at) => /^-(?:exec|ok)(?:dir)?$/.test(words[at - 1] ?? "") && removers.test(word ?? ""),
  );
  return removers.test(name ?? "") || (name === "find" && (words.includes("-delete") || runsRemover));
}

/** The script that a command starts from a folder that nothing here has: `./x.sh`, `bash automation/x.sh`; else null. */
export function ownScript({ name, words }: ShellCommand, made: MadeFiles): string | null {
  const isShell = /^(?:(?:ba|z|da|a)?sh|source|\.)$/.test(name ?? "");
  const file = isShell ? words.find((word) => !word?.startsWith("-")) : name;
  const isScript = /^\.{1,2}\/|\/.*\.(?:sh|bash)$/.test(file ?? "") || (isShell && /[/.]/.test(file ?? ""));
  // A program with a whole path may be one of the toolbox.
  const isThere = !isShell && file?.startsWith("/");
  return file && isScript && !isThere && !isMade(file.replace(/^\.\//, ""), made) ? file : null;
}

function isMade(file: string, made: MadeFiles): boolean {
  const stem = file.replace(/[*?[{$].*$/s, "");
  return made.some(
    (own) => own === file || file.startsWith(`${own}/`) || (stem !== file && stem !== "" && own.startsWith(stem)),
  );
}

function isOfHost(write: ShellWrite, commands: readonly ShellCommand[]): boolean {
  return fileWritten([...commands.map((command) => ({ ...command, writes: [] })), writing(write)]) !== null;
}

function writing(write: ShellWrite): ShellCommand {
  return { ...plainCommand(":", []), writes: [write] };
}

/** What is written, with the folder of a machine before it that the script has gone to. */
function inFolders(commands: readonly ShellCommand[]): readonly ShellWrite[] {
  let folder: string | null = null;
  return commands.flatMap((command) => {
    if (command.name === "cd") {
      folder = filesOf(command, [])[0] ?? null;
    }
    const above = folder;
    return command.writes.map((write) =>
      above === null || /^[/~$]/.test(write.file) ? write : { ...write, file: `${above}/${write.file}` },
    );
  });
}

function fedBy({ reads }: ShellCommand, made: MadeFiles): readonly string[] {
  return reads.filter((file) => WRITTEN.test(file) && !isMade(file, made));
}

function filesOf(command: ShellCommand, made: MadeFiles): readonly string[] {
  const { name, written } = command;
  if (name === null || isMeantForPod(name, written)) {
    return [];
  }
  const operands = written.filter((word) => !word.startsWith("-"));
  if (fileTools.has(name)) {
    return operands.filter((word) => /^\//.test(word) || HOME.test(word)).filter((word) => !isOwn(word, command, made));
  }
  if (!patternTools.has(name) && !otherTools.has(name)) {
    return [];
  }
  return operands
    .slice(patternTools.has(name) ? 1 : 0)
    .filter((word) => (PLACE.test(word) || HOME.test(word)) && !isMade(word, made));
}
