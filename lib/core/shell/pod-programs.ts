/** Programs that look at processes and machines, or signal them: in a runbook they are meant for the workload. */
export const podPrograms: ReadonlySet<string> = new Set(
  "ps free uptime df dmesg netstat ss lsof vmstat iostat pgrep pidof kill pkill top".split(" "),
);

/** Programs of the sandbox that are meant for the workload when they read its `/proc` or `/sys`. */
const readers = new Set(["cat", "head", "tail", "grep", "ls", "wc"]);

/** Stands in a granted argv where the number of a process will be: no word of a program can hold it. */
export const PROCESS_ID = "\u0000pid";

/** The native command that runs the rest of its words in the workload's container. */
export const IN_POD = "headroom-pod";

/** Is the command meant for the workload's container and not for the sandbox? */
export function isMeantForPod(name: string, words: readonly (string | null)[]): boolean {
  const ofKernel = words.some((word) => word !== null && /^\/(proc|sys)\//.test(word));
  return podPrograms.has(name) || (readers.has(name) && ofKernel);
}

/** `%1` is a job of the script's own shell. */
export function signalsOwnJob(name: string, words: readonly (string | null)[]): boolean {
  return name === "kill" && words.some((word) => word?.startsWith("%"));
}
