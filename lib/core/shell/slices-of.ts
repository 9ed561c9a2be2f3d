/** The text in slices of at most `size` UTF-16 units, no character cut in two. `size` is at least 2. */
export function slicesOf(text: string, size: number): readonly string[] {
  const slices: string[] = [];
  for (let at = 0; at < text.length; ) {
    const last = text.charCodeAt(at + size - 1);
    const end = last >= 0xd800 && last <= 0xdbff ? at + size - 1 : at + size;
    slices.push(text.slice(at, end));
    at = end;
  }
  return slices;
}
