import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";

/** How psql prints a result: what `\pset` sets. */
export type Printing = {
  readonly format: "aligned" | "unaligned" | "csv";
  readonly isExpanded: boolean;
  /** Expanded when a line would not fit: on a pipe, which has no width, never. */
  readonly isExpandedAuto: boolean;
  readonly isTuplesOnly: boolean;
  readonly hasFooter: boolean;
  readonly nullText: string;
  readonly fieldSeparator: string;
  readonly recordSeparator: string;
};

export const defaultPrinting: Printing = {
  format: "aligned",
  isExpanded: false,
  isExpandedAuto: false,
  isTuplesOnly: false,
  hasFooter: true,
  nullText: "",
  fieldSeparator: "|",
  recordSeparator: "\n",
};

const notAvailable = "is not available here";
const ignored = new Set(["pager", "pager_min_lines", "columns"]);

/** One `\pset name value`. The error is a sentence about the setting. */
export function setPrinting(printing: Printing, name: string, value: string): Result<Printing, string> {
  switch (name) {
    case "format":
      return formatOf(printing, value);
    case "expanded":
    case "x":
      return ok({
        ...printing,
        isExpanded: value !== "auto" && switched(value, printing.isExpanded),
        isExpandedAuto: value === "auto",
      });
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
      return value === "1" ? ok(printing) : failed(`\\pset: border ${value} ${notAvailable}; only 1 is`);
    case "linestyle":
      return value !== "" && "ascii".startsWith(value)
        ? ok(printing)
        : failed(`\\pset: linestyle ${value} ${notAvailable}`);
    default:
      return ignored.has(name) ? ok(printing) : failed(`\\pset: ${name} ${notAvailable}`);
  }
}

const onOff = (isOn: boolean) => (isOn ? "on" : "off");

/** What `\pset` says when it has set something. */
export function settingText(printing: Printing, name: string, value: string): string {
  switch (name) {
    case "format":
      return `Output format is ${printing.format}.\n`;
    case "expanded":
    case "x":
      return printing.isExpandedAuto
        ? "Expanded display is used automatically.\n"
        : `Expanded display is ${onOff(printing.isExpanded)}.\n`;
    case "tuples_only":
    case "t":
      return `Tuples only is ${onOff(printing.isTuplesOnly)}.\n`;
    case "footer":
      return `Default footer is ${onOff(printing.hasFooter)}.\n`;
    case "null":
      return `Null display is "${printing.nullText}".\n`;
    case "fieldsep":
      return `Field separator is "${printing.fieldSeparator}".\n`;
    case "recordsep":
      return printing.recordSeparator === "\n"
        ? "Record separator is <newline>.\n"
        : `Record separator is "${printing.recordSeparator}".\n`;
    case "border":
      return "Border style is 1.\n";
    case "linestyle":
      return "Line style is ascii.\n";
    case "pager":
      return pagerText(value);
    default:
      return "";
  }
}

function pagerText(value: string): string {
  if (value === "always") {
    return "Pager is always used.\n";
  }
  return /^(?:off|false|no|0|)$/i.test(value) ? "Pager usage is off.\n" : "Pager is used for long output.\n";
}

function formatOf(printing: Printing, value: string): Result<Printing, string> {
  const format = (["aligned", "unaligned", "csv"] as const).find((known) => value !== "" && known.startsWith(value));
  return format ? ok({ ...printing, format }) : failed(`\\pset: format ${value} ${notAvailable}`);
}

function switched(value: string, before: boolean): boolean {
  return value === "" ? !before : !/^(off|false|no|0)$/i.test(value);
}
