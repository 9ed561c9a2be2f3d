import "server-only";

/** Text for people, in which what would move a terminal's cursor is made visible. */
export function terminalText(text: string): string {
  return text.replaceAll("\x1b", "^[").replaceAll("\r", "\\r");
}
