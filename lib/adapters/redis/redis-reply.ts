import "server-only";

/** What Redis answers, as ioredis gives it: text as bytes, an error as an Error, nil as null. */
export type Reply = Buffer | string | number | null | Error | readonly Reply[];

/** redis-cli's output on a pipe (`--raw`), its delimiter included: no quotes, no types, one element a line. */
export function rawReply(reply: Reply): string {
  return `${rawText(reply)}\n`;
}

function rawText(reply: Reply): string {
  if (reply === null) {
    return "";
  }
  if (reply instanceof Error) {
    return `${reply.message}\n`;
  }
  return Array.isArray(reply) ? reply.map(rawText).join("\n") : String(reply);
}

/** `--no-raw`: with types, quotes and numbers, as on a terminal; the line end included. */
export function typedReply(reply: Reply): string {
  return typedText(reply, "");
}

function typedText(reply: Reply, indent: string): string {
  if (reply === null) {
    return "(nil)\n";
  }
  if (reply instanceof Error) {
    return `(error) ${reply.message}\n`;
  }
  if (Array.isArray(reply)) {
    return typedList(reply, indent);
  }
  if (typeof reply === "number") {
    return `(integer) ${reply}\n`;
  }
  return typeof reply === "string" ? `${reply}\n` : `${quotedBytes(reply as Buffer)}\n`;
}

/** The numbers of a list stand under each other, and those of a list within it behind them. */
function typedList(elements: readonly Reply[], indent: string): string {
  if (elements.length === 0) {
    return "(empty array)\n";
  }
  const width = String(elements.length).length;
  const inner = `${indent}${" ".repeat(width + 2)}`;
  return elements
    .map((element, index) => {
      const number = `${String(index + 1).padStart(width)}) `;
      return `${index === 0 ? "" : indent}${number}${typedText(element, inner)}`;
    })
    .join("");
}

/** `--csv`: text in quotes, elements with commas. */
export function csvReply(reply: Reply): string {
  return `${csvText(reply)}\n`;
}

function csvText(reply: Reply): string {
  if (reply === null) {
    return "NULL";
  }
  if (reply instanceof Error) {
    return `ERROR,${quoted(reply.message)}`;
  }
  if (Array.isArray(reply)) {
    return reply.map(csvText).join(",");
  }
  return typeof reply === "number" ? String(reply) : quoted(String(reply));
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\u0007": "\\a",
  "\b": "\\b",
};

/** sdscatrepr: every byte that is no printable ASCII is shown by its number. */
function quoted(text: string): string {
  return quotedBytes(Buffer.from(text));
}

function quotedBytes(bytes: Uint8Array): string {
  const shown = [...bytes].map((byte) => {
    const letter = String.fromCharCode(byte);
    return escapes[letter] ?? (byte >= 0x20 && byte < 0x7f ? letter : `\\x${byte.toString(16).padStart(2, "0")}`);
  });
  return `"${shown.join("")}"`;
}
