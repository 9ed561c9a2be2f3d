import "server-only";
import { CommandFailure } from "../failure";

const reasons: Readonly<Record<string, string>> = {
  attach: "stays connected to a program's terminal",
  debug: "opens a terminal in a container of its own",
  edit: "opens an editor: patch says the same in one line",
  proxy: "opens a door to the whole API server: use get --raw",
};

/** A verb that needs a person at a terminal. */
export function byHand(verb: string): () => Promise<number> {
  return async () => {
    throw new CommandFailure(`error: kubectl ${verb} ${reasons[verb] ?? ""}; copy it and run it by hand`);
  };
}
