// Lets a script import the product's own TypeScript: `node --conditions=react-server --import ./scripts/typescript.mjs`.
// Node strips the types; this adds the `@/` alias and imports without an extension.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);

registerHooks({
  resolve(specifier, context, next) {
    const isAlias = specifier.startsWith("@/");
    if (!isAlias && !specifier.startsWith(".")) {
      return next(specifier, context);
    }
    const url = new URL(isAlias ? `${specifier.slice(2)}.ts` : `${specifier}.ts`, isAlias ? ROOT : context.parentURL);
    return next(existsSync(fileURLToPath(url)) ? url.href : specifier, context);
  },
});
