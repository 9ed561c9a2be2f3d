import "server-only";
import { CommandFailure } from "../failure";
import { compileJsonPath, findResults, type JsonPath, relaxedJsonPath } from "../go/jsonpath";
import { goText, isMap } from "../go/values";
import { alignColumns } from "../table";
import { terminalText } from "../terminal-text";

type Column = { readonly header: string; readonly path: JsonPath };

/** `-o custom-columns=NAME:.metadata.name,…`. Throws kubectl's error for a specification that is none. */
export function customColumns(spec: string, hasNoHeaders: boolean): (value: unknown) => string {
  const columns = columnsOf(spec);
  return (value) => {
    const items = isMap(value) && Array.isArray(value["items"]) ? value["items"] : [value];
    const rows = items.map((item) => columns.map(({ path }) => cellOf(path, item)));
    return alignColumns(hasNoHeaders ? rows : [columns.map(({ header }) => header), ...rows]);
  };
}

/** Two lines, as in a file: headers above, paths below. */
function columnsOf(spec: string): readonly Column[] {
  const lines = spec.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 2 && !lines[0]?.includes(":")) {
    const [headers, paths] = lines.map((line) => line.trim().split(/\s+/));
    return (headers ?? []).map((header, at) => ({ header, path: pathOf(paths?.[at] ?? "") }));
  }
  return spec.split(",").map((part) => {
    const at = part.indexOf(":");
    if (at === -1) {
      throw new CommandFailure(`error: unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    }
    return { header: part.slice(0, at), path: pathOf(part.slice(at + 1)) };
  });
}

function pathOf(text: string): JsonPath {
  const relaxed = relaxedJsonPath(text);
  if (relaxed === null) {
    throw new CommandFailure(
      `error: unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  return compileJsonPath(relaxed);
}

function cellOf(path: JsonPath, item: unknown): string {
  const results = findResults(path, item);
  const isNothing = results === null || results.length === 0 || results[0]?.length === 0;
  return isNothing ? "<none>" : terminalText(results.flat().map(goText).join(","));
}
