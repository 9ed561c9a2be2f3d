import "server-only";
import { podTemplateLines } from "../../describe/pod-template";

/** A pod template as it is written, not aligned: there a further label begins with its tab. */
export function templateText(template: unknown): string {
  return podTemplateLines(template).replace(/^ +\t/gm, "\t");
}
