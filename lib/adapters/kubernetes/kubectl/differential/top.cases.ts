import type { Suite } from "./case";

export const suite: Suite = {
  verb: "top",
  reads: [
    "top pods -n spec-to-proof",
    "top pods -n sie --sort-by=memory -l app=sie-api",
    "top pods -n spec-to-proof --containers",
    "top pods -n nosuch",
    "top pod nosuch -n sie",
    "top nodes",
  ],
};
