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
