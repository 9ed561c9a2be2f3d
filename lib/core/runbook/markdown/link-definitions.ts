import { fenceAfter } from "./split-document";

export type LinkDefinition = { readonly url: string; readonly title?: string };
/** By what they are referred to as, in the form in which names are compared. */
export type LinkDefinitions = ReadonlyMap<string, LinkDefinition>;

const definition =
  /^ {0,3}\[(?!\^)((?:[^[\]\\\n]|\\.){1,200})\]:[ \t]*(<[^<>\n]*>|[^\s<]\S*)(?:[ \t]+(?:"([^"\n]*)"|'([^'\n]*)'|\(([^()\n]*)\)))?[ \t]*$/;

/** The `[name]: address "title"` lines of a document: the first of a name counts. */
export function linkDefinitions(text: string): LinkDefinitions {
  const found = new Map<string, LinkDefinition>();
  if (!text.includes("]:")) {
    return found;
  }
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    fence = fenceAfter(line, fence);
    const [, name = "", url = "", ...titles] = fence === null ? (definition.exec(line) ?? []) : [];
    const title = titles.find((one) => one !== undefined);
    const key = referenceKey(name);
    if (key !== "" && !found.has(key)) {
      found.set(key, { url: url.replace(/^<(.*)>$/, "$1"), ...(title !== undefined && { title }) });
    }
  }
  return found;
}

export function referenceKey(name: string): string {
  return name.trim().replace(/\s+/g, " ").toLowerCase();
}

const MAX_TOLD = 200;

/** The definitions that a part of a document refers to and does not hold, as lines to be put below it. */
export function definitionsFor(text: string, definitions: LinkDefinitions): string {
  if (definitions.size === 0 || !text.includes("]")) {
    return "";
  }
  const names = [...text.matchAll(/\[([^[\]\n]{1,200})\]/g)].map(([, name = ""]) => referenceKey(name));
  const told = [...new Set(names)].filter((name) => definitions.has(name)).slice(0, MAX_TOLD);
  // The address is looked up where the link is made: here it only says that there is one.
  return told.length === 0 ? "" : `\n\n${told.map((name) => `[${name}]: x`).join("\n")}\n`;
}
