import { type CommandLineIo, WRONG_USAGE } from "./io";

const HELP = `headroom: runbooks that act

Usage:
  headroom lint FILE...        findings of runbooks, with line numbers
  headroom show FILE           what Headroom understands of a runbook
  headroom exec -- SCRIPT      run one script in the sandbox, with your own kubeconfig

headroom COMMAND --help says more.
`;

type Subcommand = (argv: readonly string[], io: CommandLineIo) => Promise<number>;

/** Loaded on use: a command must not pay for the start of another. */
const subcommands: ReadonlyMap<string, () => Promise<Subcommand>> = new Map([
  ["lint", async () => (await import("./lint")).lintCommand],
  ["show", async () => (await import("./show")).showCommand],
  ["exec", async () => (await import("./exec")).execCommand],
]);

/** The `headroom` command: gives its exit code. `argv` is without the program's name. */
export async function headroomCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  const [name, ...rest] = argv;
  if (name === "--help" || name === "-h" || name === "help") {
    io.stdout(HELP);
    return 0;
  }
  const load = subcommands.get(name ?? "");
  if (!load) {
    io.stderr(name === undefined ? HELP : `headroom: ${name} is not a command\n\n${HELP}`);
    return WRONG_USAGE;
  }
  const run = await load();
  return run(rest, io);
}
