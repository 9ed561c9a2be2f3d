import { type Command, forEachChild, type HereDoc, type SyntaxNode } from "unbash";
import { singleQuoted } from "./parameters/single-quoted";
import { parseShell } from "./script/parse-shell";
import { sshWords } from "./script/ssh-words";
import { staticValue } from "./script/static-value";

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * A script whose `ssh host <<EOF …` are calls of one remote script each, `ssh host '…'`: its words say what runs there.
 * What the shell would expand in the text is still expanded, unless that cannot be said in one word: then it stays.
 */
export function withRemoteScripts(script: string): string {
  if (!/\bssh\b[^\n]*<</.test(script)) {
    return script;
  }
  const edits: Edit[] = [];
  const visit = (node: SyntaxNode) => {
    edits.push(...(node.type === "Command" ? editsOf(node, script) : []));
    forEachChild(node, visit);
  };
  visit(parseShell(script));
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), script);
}

function editsOf({ name, args, redirects }: Command, script: string): readonly Edit[] {
  const [heredoc, ...more] = redirects;
  if (staticValue(name) !== "ssh" || more.length > 0 || heredoc?.type !== "HereDoc" || !heredoc.closing) {
    return [];
  }
  const words = args.map((word) => (word.type === "Word" ? staticValue(word) : word.text));
  const { remote, options } = sshWords(words);
  const spoken = words.length > options.length + remote.length ? spokenThere(heredoc, remote) : null;
  if (spoken === null) {
    return [];
  }
  const there = args.slice(args.length - remote.length);
  const after = script[heredoc.closing.end] === "\n" ? 1 : 0;
  return [
    { start: heredoc.pos, end: heredoc.end, text: spoken },
    { start: heredoc.body.pos, end: heredoc.closing.end + after, text: "" },
    ...there.map(({ pos, end }) => ({ start: pos, end, text: "" })),
  ];
}

/** The word that says what the remote shell reads; null when there is none. */
function spokenThere(heredoc: HereDoc, remote: readonly (string | null)[]): string | null {
  const written = heredoc.body.text.trimEnd();
  const text = heredoc.operator === "<<-" ? written.replace(/^\t+/gm, "") : written;
  const isFixed = heredoc.delimiter?.quoted === true || !/[$`\\]/.test(text);
  if (remote.length === 0) {
    return isFixed ? singleQuoted(text) : doubleQuoted(text);
  }
  const shell = remote.includes(null) ? null : interpreter.exec(remote.join(" "));
  return isFixed && shell ? singleQuoted(`${shell[1]} -c ${singleQuoted(text)}`) : null;
}

/** `bash`, `sudo bash -s`: a shell that reads its script from what it is given. */
const interpreter = /^((?:sudo )?(?:\/(?:usr\/)?bin\/)?(?:ba|da|z)?sh)(?: -s)?$/;

/** What the shell expands in a heredoc, as one word; null where a command in it has quotes of its own. */
function doubleQuoted(text: string): string | null {
  if (/\$\(|`/.test(text) && text.includes('"')) {
    return null;
  }
  return `"${text.replace(/\\([$`\\\n])|\\|"/g, (found, kept) => (kept === undefined ? `\\${found}` : found))}"`;
}
