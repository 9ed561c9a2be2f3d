import { registerHooks } from "node:module";

/**
 * Closes what Node's permissions leave open to code that has broken out of the interpreter: modules that are not in the
 * bundle (`node:net`), and signals to other processes. For good: nothing here can be undone from within.
 */
export function lockDown(): void {
  for (const name of ["kill", "_kill", "_debugProcess", "binding", "_linkedBinding", "getBuiltinModule", "dlopen"]) {
    Object.defineProperty(process, name, { value: undefined, writable: false, configurable: false });
  }
  registerHooks({
    resolve: (specifier) => {
      throw new Error(`the sandbox loads nothing: ${specifier}`);
    },
  });
}
