/** Programs that look at processes and machines, or signal them: in a runbook they are meant for the workload. */
export const podPrograms: ReadonlySet<string> = new Set(
  "ps free uptime df dmesg netstat ss lsof vmstat iostat pgrep pidof kill pkill top nproc uname id mount hostname whoami".split(
    " ",
  ),
);

/** Programs of the sandbox that are meant for the workload when they read its `/proc` or `/sys`. */
const readers = new Set(["cat", "head", "tail", "grep", "ls", "wc"]);

/** Stands in a granted argv where the number of a process will be: no word of a program can hold it. */
export const PROCESS_ID = "\u0000pid";

/** Whether a granted argv is this one, but for the numbers of processes. */
export function fitsGranted(granted: readonly string[], argv: readonly string[]): boolean {
  return (
    granted.length === argv.length &&
    granted.every((word, at) => {
      const [before = "", after] = word.split(PROCESS_ID);
      const said = argv[at] ?? "";
      return after === undefined
        ? word === said
        : said.startsWith(before) &&
            said.endsWith(after) &&
            isProcess(said.slice(before.length, said.length - after.length));
    })
  );
}

function isProcess(word: string): boolean {
  return /^[1-9]\d{0,6}$/.test(word);
}

/** The native command that runs the rest of its words in the workload's container. */
export const IN_POD = "headroom-pod";

/** Is the command meant for the workload's container and not for the sandbox? */
export function isMeantForPod(name: string, words: readonly (string | null)[]): boolean {
  const ofKernel = words.some((word) => word !== null && /^\/(proc|sys)\//.test(word));
  return podPrograms.has(name) || (readers.has(name) && ofKernel);
}

const job = /^(?:%.*|0)$/;
const ending = /^(?:-(?:SIG)?(?:KILL|TERM|INT|HUP)|-(?:9|15|2|1))$/;

/** `%1` is a job of the script's own shell, as is what `$!` gives there: 0, since nothing runs behind its back. */
export function signalsOwnJob(name: string, words: readonly (string | null)[]): boolean {
  const jobs = words.filter((word) => !ending.test(word ?? ""));
  return name === "kill" && jobs.length > 0 && jobs.every((word) => job.test(word ?? ""));
}
