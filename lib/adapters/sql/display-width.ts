import "server-only";
import { eastAsianWidth } from "get-east-asian-width";

const combining = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Columns of a terminal that a text takes: wide East Asian letters two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += combining.test(letter) ? 0 : eastAsianWidth(letter.codePointAt(0) ?? 0);
  }
  return width;
}
