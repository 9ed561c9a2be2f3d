import { remember } from "@/lib/core/kernel/remember";
import { findScriptParameters } from "./parameters";

/**
 * A script with each open parameter as a plain word, so that it can be analysed: `<x>` would be a redirection. The word
 * is as long as what it stands for, so that places in it are places in the script.
 */
export const maskParameters = remember((script: string): string => {
  let masked = script;
  for (const { start, end } of findScriptParameters(script)) {
    masked = masked.slice(0, start) + "x".repeat(end - start) + masked.slice(end);
  }
  return masked;
});
