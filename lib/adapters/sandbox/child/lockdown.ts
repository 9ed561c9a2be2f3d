import { registerHooks } from "node:module";

const ofProcess = [
  ...["kill", "_kill", "_debugProcess", "binding", "_linkedBinding", "getBuiltinModule", "dlopen", "execve"],
  ...["_getActiveHandles", "_getActiveRequests"],
];
/** What the handle of the channel could make others of: a socket in a folder, which Node's permissions do not see. */
const ofChannel = ["constructor", "bind", "listen", "connect", "open", "fchmod"];

/**
 * Closes what Node's permissions leave open to code that has broken out of the interpreter: modules that are not in the
 * bundle (`node:net`), sockets made from the channel's own, and signals to other processes. For good: nothing here can be
 * undone from within.
 */
export function lockDown(): void {
  take(process, ofProcess);
  for (const symbol of Object.getOwnPropertySymbols(process)) {
    const handle: unknown = Reflect.get(process, symbol);
    if (symbol.description === "kChannelHandle" && typeof handle === "object" && handle !== null) {
      take(Object.getPrototypeOf(handle), ofChannel);
    }
  }
  registerHooks({
    resolve: (specifier) => {
      throw new Error(`the sandbox loads nothing: ${specifier}`);
    },
  });
}

function take(owner: object, names: readonly string[]): void {
  for (const name of names) {
    Object.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
  }
}
