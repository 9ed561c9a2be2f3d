import "server-only";
import type { Call } from "./call";
import { CommandFailure } from "./failure";

/** Acts on each name in turn, prints those that went well, and ends with the failures of the others. */
export async function eachContainer(
  names: readonly string[],
  call: Call,
  act: (name: string) => Promise<unknown>,
): Promise<number> {
  const failures: string[] = [];
  for (const name of names) {
    const failure = await failureOf(() => act(name));
    if (failure === null) {
      call.out(`${name}\n`);
    } else {
      failures.push(failure);
    }
  }
  if (failures.length > 0) {
    throw new CommandFailure(failures.join("\n"));
  }
  return 0;
}

/** The sentence of the daemon's refusal; null when it went well. A refusal of the grant ends everything. */
export async function failureOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof CommandFailure && error.exitCode === 1) {
      return error.message;
    }
    throw error;
  }
}
