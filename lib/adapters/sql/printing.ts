import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

/** How psql prints a result: what `\pset` sets. */
export type Printing = {
  readonly format: "aligned" | "unaligned" | "csv";
  readonly isExpanded: boolean;
  readonly isTuplesOnly: boolean;
  readonly hasFooter: boolean;
  readonly nullText: string;
  readonly fieldSeparator: string;
  readonly recordSeparator: string;
};

export const defaultPrinting: Printing = {
  format: "aligned",
  isExpanded: false,
  isTuplesOnly: false,
  hasFooter: true,
  nullText: "",
  fieldSeparator: "|",
  recordSeparator: "\n",
};

const ignored = new Set(["pager", "pager_min_lines", "columns", "linestyle"]);

/** One `\pset name value`. The error is a sentence about the setting. */
export function setPrinting(printing: Printing, name: string, value: string): Result<Printing, string> {
  switch (name) {
    case "format":
      return formatOf(printing, value);
    case "expanded":
    case "x":
      return ok({ ...printing, isExpanded: switched(value, printing.isExpanded) });
    case "tuples_only":
    case "t":
      return ok({ ...printing, isTuplesOnly: switched(value, printing.isTuplesOnly) });
    case "footer":
      return ok({ ...printing, hasFooter: switched(value, printing.hasFooter) });
    case "null":
      return ok({ ...printing, nullText: value });
    case "fieldsep":
      return ok({ ...printing, fieldSeparator: value });
    case "recordsep":
      return ok({ ...printing, recordSeparator: value });
    case "fieldsep_zero":
      return ok({ ...printing, fieldSeparator: "\0" });
    case "recordsep_zero":
      return ok({ ...printing, recordSeparator: "\0" });
    case "border":
      return value === "1" ? ok(printing) : failed(`\\pset: border ${value} is not available here; only 1 is`);
    default:
      return ignored.has(name) ? ok(printing) : failed(`\\pset: unknown option: ${name}`);
  }
}

const onOff = (isOn: boolean) => (isOn ? "on" : "off");

/** What `\pset` says when it has set something. */
export function settingText(printing: Printing, name: string): string {
  switch (name) {
    case "format":
      return `Output format is ${printing.format}.\n`;
    case "expanded":
    case "x":
      return `Expanded display is ${onOff(printing.isExpanded)}.\n`;
    case "tuples_only":
    case "t":
      return `Tuples only is ${onOff(printing.isTuplesOnly)}.\n`;
    case "footer":
      return `Default footer is ${onOff(printing.hasFooter)}.\n`;
    case "null":
      return `Null display is "${printing.nullText}".\n`;
    case "fieldsep":
      return `Field separator is "${printing.fieldSeparator}".\n`;
    default:
      return "";
  }
}

function formatOf(printing: Printing, value: string): Result<Printing, string> {
  const format = (["aligned", "unaligned", "csv"] as const).find((known) => value !== "" && known.startsWith(value));
  return format ? ok({ ...printing, format }) : failed(`\\pset: format ${value} is not available here`);
}

function switched(value: string, before: boolean): boolean {
  return value === "" ? !before : !/^(off|false|no|0)$/i.test(value);
}
