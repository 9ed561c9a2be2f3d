/** Below this much text `JSON.parse` holds a thread for a few milliseconds. */
const SLICE_LENGTH = 500_000;

type Slicing = {
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
  readonly sliceLength: number;
};

/**
 * What `JSON.parse` gives, without holding the thread for longer than a slice takes: a long array or object is read in groups of
 * its members. One long string is still read in one go. Throws SyntaxError as `JSON.parse` does.
 */
export async function parseJsonInSlices(
  text: string,
  pause: Slicing["pause"],
  sliceLength: number = SLICE_LENGTH,
): Promise<unknown> {
  return parseValue(text.trim(), { pause, sliceLength });
}

async function parseValue(text: string, slicing: Slicing): Promise<unknown> {
  const isLong = text.length > slicing.sliceLength;
  if (isLong) {
    await slicing.pause();
  }
  if (isLong && text.startsWith("[")) {
    return parseArray(text, slicing);
  }
  return isLong && text.startsWith("{") ? parseObject(text, slicing) : JSON.parse(text);
}

async function parseArray(text: string, slicing: Slicing): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for (const group of groupsOf(await membersOf(text, slicing), slicing.sliceLength)) {
    const [only] = group;
    if (group.length === 1 && only !== undefined) {
      values.push(await parseValue(only.trim(), slicing));
    } else {
      const read: readonly unknown[] = JSON.parse(`[${group.join(",")}]`);
      for (const value of read) {
        values.push(value);
      }
      await slicing.pause();
    }
  }
  return values;
}

async function parseObject(text: string, slicing: Slicing): Promise<object> {
  const entries: (readonly [string, unknown])[] = [];
  for (const group of groupsOf(await membersOf(text, slicing), slicing.sliceLength)) {
    const [only] = group;
    if (group.length === 1 && only !== undefined) {
      const colon = only.indexOf(":", endOfString(only, only.indexOf('"')));
      const value = await parseValue(only.slice(colon + 1).trim(), slicing);
      entries.push([JSON.parse(only.slice(0, colon)), value]);
    } else {
      const read: object = JSON.parse(`{${group.join(",")}}`);
      for (const entry of Object.entries(read)) {
        entries.push(entry);
      }
      await slicing.pause();
    }
  }
  return Object.fromEntries(entries);
}

/** Neighbours together as long as they are short; a long one alone. */
function groupsOf(members: readonly string[], sliceLength: number): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const member of members) {
    length += member.length + 1;
    if (length > sliceLength) {
      groups.push([]);
      length = member.length;
    }
    groups.at(-1)?.push(member);
  }
  return groups;
}

const QUOTE = 0x22;
const COMMA = 0x2c;

/** The members of an array or object, as they are written. */
async function membersOf(text: string, { pause, sliceLength }: Slicing): Promise<readonly string[]> {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  let lookedUntil = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COMMA && depth === 1) {
      members.push(text.slice(start, at));
      start = at + 1;
    } else {
      depth += depthOf(code);
    }
    if (at - lookedUntil > sliceLength * 4) {
      lookedUntil = at;
      await pause();
    }
  }
  const last = text.slice(start, -1);
  return members.length === 0 && last.trim() === "" ? [] : [...members, last];
}

/** What a bracket adds: `[` and `{` one, `]` and `}` minus one. */
function depthOf(code: number): number {
  if (code === 0x5b || code === 0x7b) {
    return 1;
  }
  return code === 0x5d || code === 0x7d ? -1 : 0;
}

/** The index of the quote that closes the string which a quote opens; the text's end when none does. */
function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") {
      slashes += 1;
    }
    if (slashes % 2 === 0) {
      return at;
    }
  }
  return text.length;
}
