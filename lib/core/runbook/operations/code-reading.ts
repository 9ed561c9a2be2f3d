/** What a block of code, or a part of one, holds. Only commands and queries can be run. */
export const codeContents = [
  "commands",
  "query",
  "output",
  "configuration",
  "other-language",
  "diagram",
  "text",
] as const;
export type CodeContent = (typeof codeContents)[number];

export type CodeReading = { readonly content: CodeContent; readonly because: string };
