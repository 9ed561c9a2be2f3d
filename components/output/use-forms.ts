"use client";

import { useMemo } from "react";
import { alignedTables, type OutputTable } from "@/lib/core/output/aligned-table";
import { OutputText } from "@/lib/core/output/output-text";
import { prettyJson } from "@/lib/core/output/pretty-json";
import type { OutputForm } from "./output-toolbar";

const MAX_JSON_CHARACTERS = 4_000_000;
const MAX_TABLE_ROWS = 20_000;
/** Several tables are drawn whole. */
const MAX_ROWS_OF_SEVERAL = 500;

export type Forms = {
  readonly names: readonly OutputForm[];
  readonly tables: readonly OutputTable[];
  readonly json: OutputText | null;
};

const textOnly: Forms = { names: ["text"], tables: [], json: null };

/** The forms in which output that is all there can be shown besides its text. */
export function useForms(output: {
  readonly text: OutputText;
  readonly version: number;
  readonly isGrowing: boolean;
}): Forms {
  const { text, version, isGrowing } = output;
  return useMemo(() => (isGrowing || version === 0 ? textOnly : formsOf(text)), [text, version, isGrowing]);
}

function formsOf(text: OutputText): Forms {
  const json = jsonOf(text);
  if (json) {
    return { names: ["text", "json"], tables: [], json };
  }
  const tables = tablesOf(text);
  return tables ? { names: ["text", "table"], tables, json: null } : textOnly;
}

function jsonOf(text: OutputText): OutputText | null {
  if (text.size > MAX_JSON_CHARACTERS || !/^\s*[[{]/.test(text.plain(0))) {
    return null;
  }
  const pretty = prettyJson(text.all("stdout"));
  if (pretty === null) {
    return null;
  }
  const laidOut = new OutputText();
  laidOut.append([{ stream: "stdout", text: pretty }]);
  return laidOut;
}

function tablesOf(text: OutputText): readonly OutputTable[] | null {
  if (text.count > MAX_TABLE_ROWS) {
    return null;
  }
  const lines = Array.from({ length: text.count }, (_, line) => line);
  const tables = alignedTables(lines.filter((line) => !text.isError(line)).map((line) => text.plain(line)));
  const total = tables?.reduce((sum, { rows }) => sum + rows.length, 0) ?? 0;
  return tables && (tables.length === 1 || total <= MAX_ROWS_OF_SEVERAL) ? tables : null;
}
