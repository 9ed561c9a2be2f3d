/** What `envsubst [SHELL-FORMAT]` makes of a text: only `$NAME` and `${NAME}`, those of the format when there is one. */
export function envsubst(
  text: string,
  { env, format }: { readonly env: Readonly<Record<string, string>>; readonly format: string | undefined },
): string {
  const named = format === undefined ? null : new Set([...format.matchAll(variable)].map(([, a, b]) => a ?? b ?? ""));
  return text.replace(variable, (written, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? "";
    return named === null || named.has(name) ? (env[name] ?? "") : written;
  });
}

const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;
