/** `sort`, `ls` and patterns put names in the order of their characters' numbers, as in a container: its locale is C. */
export function orderByCharacters(): void {
  Object.defineProperty(String.prototype, "localeCompare", { value: compareCharacters });
}

function compareCharacters(this: string, other: string): number {
  return String(this) < other ? -1 : Number(String(this) > other);
}
