/** Web addresses, mail and places in this document; everything that could run or read something else is text. */
export function isSafeUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:|#)/i.test(url);
}
