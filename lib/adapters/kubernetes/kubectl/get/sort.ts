import "server-only";
import { CommandFailure } from "../failure";
import { compileJsonPath, findResults, type JsonPath, relaxedJsonPath } from "../go/jsonpath";
import { goSort } from "../go/sort";
import { goType } from "../go/values";
import { quantityValue } from "../quantities";
import type { ServerTable } from "../table";

/** A table in the order of a field of its objects. One without that field comes out empty: so does kubectl's. */
export function sortTable(table: ServerTable, sortBy: string): ServerTable {
  const path = sortPath(sortBy);
  if (path === null) {
    return { ...table, rows: [] };
  }
  const rows = table.rows.map((row) => ({ row, value: firstValue(path, row.object) }));
  if (rows.every(({ value }) => value === undefined)) {
    return { ...table, rows: [] };
  }
  const precedes = lessOf(`Field ${path.source} in [][][]reflect.Value`);
  return { ...table, rows: goSort(rows, (a, b) => precedes(a.value, b.value)).map(({ row }) => row) };
}

/** Objects in the order of a field. One that no object has is kubectl's error. */
export function sortObjects<T>(objects: readonly T[], sortBy: string): readonly T[] {
  if (objects.length === 0) {
    return objects;
  }
  const relaxed = relaxedJsonPath(sortBy);
  const path = relaxed === null ? null : compileJsonPath(relaxed);
  if (path === null) {
    throw new CommandFailure(
      `error: unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    );
  }
  const items = objects.map((object) => ({ object, value: firstValue(path, object) }));
  if (items.every(({ value }) => value === undefined)) {
    throw new CommandFailure(`error: couldn't find any field with path "${path.source}" in the list of objects`);
  }
  const precedes = lessOf(`Field ${path.source} in *unstructured.Unstructured`);
  return goSort(items, (a, b) => precedes(a.value, b.value)).map(({ object }) => object);
}

function sortPath(sortBy: string): JsonPath | null {
  const relaxed = relaxedJsonPath(sortBy);
  return relaxed === null ? null : compileJsonPath(relaxed);
}

function firstValue(path: JsonPath, object: unknown): unknown {
  return findResults(path, object)?.[0]?.[0];
}

type Less = (a: unknown, b: unknown) => boolean;

/**
 * What has no such field comes first; numbers by size, quantities by amount, other texts by their bytes. Anything else
 * ends kubectl, with the sentence that begins with `subject`.
 */
function lessOf(subject: string): Less {
  return (a, b) => {
    if (a === undefined || b === undefined) {
      return a === undefined;
    }
    if (a === null || b === null) {
      return a === null && b !== null;
    }
    const less = isLess(a, b);
    if (less === null) {
      throw unsortable(subject, a);
    }
    return less;
  };
}

function unsortable(subject: string, value: unknown): CommandFailure {
  const isKnown = typeof value === "number" || typeof value === "string";
  const why = isKnown ? "unsortable interface: interface" : `unsortable type: ${goType(value)}`;
  return new CommandFailure(`${subject} is an unsortable type: interface, err: ${why}`);
}

/** Null for two that have no order. */
function isLess(a: unknown, b: unknown): boolean | null {
  if (typeof a === "number" && typeof b === "number") {
    return a < b;
  }
  if (typeof a !== "string" || typeof b !== "string") {
    return null;
  }
  const [x, y] = [quantityValue(a), quantityValue(b)];
  return x === null || y === null ? a < b : x < y;
}
