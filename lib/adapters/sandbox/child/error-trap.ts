/** Where the interpreter looks for it; `scripts/flow-repairs.mjs` puts the look there. */
const KEY = Symbol.for("headroom.error-trap");

/** What `trap … ERR` asks for; null for nothing. `isTraced` is `set -E`: in functions as well. */
export function setErrorTrap(trap: { readonly action: string; readonly isTraced: boolean } | null): void {
  Reflect.set(globalThis, KEY, trap);
}
