import { findParameters } from "./parameters";

/** A script with each open parameter as a plain word, so that it can be analysed: `<x>` would be a redirection. */
export function maskParameters(script: string): string {
  let masked = "";
  let from = 0;
  for (const { start, end } of findParameters(script)) {
    masked += `${script.slice(from, start)}x`;
    from = end;
  }
  return masked + script.slice(from);
}

/** The same with words as long as what they stand for, so that places in it are places in the script. */
export function maskSameLength(script: string): string {
  let masked = script;
  for (const { start, end } of findParameters(script)) {
    masked = masked.slice(0, start) + "x".repeat(end - start) + masked.slice(end);
  }
  return masked;
}
