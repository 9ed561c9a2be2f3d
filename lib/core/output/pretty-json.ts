const INDENT = "  ";
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON with one member a line; null when the text is not an object or array of JSON. Values stay as they are written,
 * so a long number keeps its digits.
 */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text) || !isJson(text)) {
    return null;
  }
  const out: string[] = [];
  let depth = 0;
  let previous = "";
  for (const [part] of text.matchAll(token)) {
    depth -= closes(part) ? 1 : 0;
    out.push(needsLine(previous, part) ? `\n${INDENT.repeat(depth)}` : "", part === ":" ? ": " : part);
    depth += opens(part) ? 1 : 0;
    previous = part;
  }
  return out.join("");
}

/** An empty object or array stays on its line. */
function needsLine(previous: string, part: string): boolean {
  return closes(part) ? !opens(previous) : opens(previous) || previous === ",";
}

function opens(part: string): boolean {
  return part === "{" || part === "[";
}

function closes(part: string): boolean {
  return part === "}" || part === "]";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
