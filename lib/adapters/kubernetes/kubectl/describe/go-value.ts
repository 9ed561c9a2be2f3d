import "server-only";

const MAX_INTEGER = 2 ** 63;
/** From this power of ten on, Go's %v writes a number that is no integer with an exponent. */
const MAX_PLAIN_EXPONENT = 6;

/** A JSON value as Go's `%v` prints it: `<nil>`, `[1 2]`, `map[a:1]`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) {
    return "<nil>";
  }
  if (typeof value === "number") {
    return numberText(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(goValue).join(" ")}]`;
  }
  if (typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, member]) => `${key}:${goValue(member)}`).join(" ")}]`;
  }
  return String(value);
}

function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < MAX_INTEGER) {
    return String(value);
  }
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  return power < -4 || power >= MAX_PLAIN_EXPONENT
    ? `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`
    : String(value);
}
