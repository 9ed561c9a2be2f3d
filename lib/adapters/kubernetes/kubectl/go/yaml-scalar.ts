import "server-only";

export type ScalarStyle = "plain" | "single" | "double" | "literal";

const words =
  /^(?:|~|null|Null|NULL|y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF|\.nan|\.NaN|\.NAN|[+-]?\.(?:inf|Inf|INF)|<<)$/;
const number = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const integer = /^[-+]?(?:0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|\d+)$/;
const date = /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]| )\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)?)?$/;
const base60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/;

/** go-yaml v2: the style of a text, by what it would be read as and by which characters it has. */
export function styleOf(text: string, isKey: boolean): ScalarStyle {
  const isNumber = /^[-+.\d]/.test(text) && (number.test(text) || integer.test(text.replaceAll("_", "")));
  const wouldChange = words.test(text) || isNumber || date.test(text) || base60.test(text);
  const traits = traitsOf(text);
  const wanted = text.includes("\n") ? "literal" : wouldChange ? "double" : "plain";
  if (wanted === "literal" && !isKey && traits.isBlockAllowed) {
    return "literal";
  }
  if (wanted === "plain" && traits.isPlainAllowed) {
    return "plain";
  }
  return wanted === "plain" && traits.isSingleAllowed ? "single" : "double";
}

type Traits = { readonly isPlainAllowed: boolean; readonly isSingleAllowed: boolean; readonly isBlockAllowed: boolean };

/** libyaml's analysis of a scalar, outside of flow collections. */
function traitsOf(text: string): Traits {
  const hasIndicators = /^(?:---|\.\.\.)/.test(text) || /^[#,[\]{}&*!|>'"%@`]|^[?:-](?=\s|$)|:(?=\s|$)|\s#/.test(text);
  const hasEdgeSpace = /^[ \n\r\u0085\u2028\u2029]|[ \n\r\u0085\u2028\u2029]$/.test(text);
  const hasBreak = /[\n\r\u0085\u2028\u2029]/.test(text);
  const isBreakSpace = /[\n\r\u0085\u2028\u2029] /.test(text);
  const isSpaceBreak = / [\n\r\u0085\u2028\u2029]/.test(text);
  const isSpecial = hasUnprintable(text) || isSpaceBreak;
  return {
    isPlainAllowed: !(hasIndicators || hasEdgeSpace || hasBreak || isBreakSpace || isSpecial),
    isSingleAllowed: !(isBreakSpace || isSpecial),
    isBlockAllowed: !(text.endsWith(" ") || isSpecial),
  };
}

const printable = /^[\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

export function hasUnprintable(text: string): boolean {
  return !printable.test(text) || text.includes("\u0085");
}
