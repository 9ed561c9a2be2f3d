/** The words above the first line that is one of the commands; all of the text where there are none. */
export function wordsAbove(text: string, scripts: readonly string[]): string {
  const lines = text.split("\n").map((line) => line.trim());
  const isCommand = (line: string) => line !== "" && scripts.some((script) => `${script} `.startsWith(`${line} `));
  const above = lines.slice(0, Math.max(0, lines.findIndex(isCommand))).join(" ");
  return above.replace(/[:：]$/, "").trim() || text;
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const TITLE_LENGTH = 120;

/** In one line, and no longer than a checklist can show. */
export function shortTitle(text: string): string {
  const line = oneLine(text);
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line;
}
