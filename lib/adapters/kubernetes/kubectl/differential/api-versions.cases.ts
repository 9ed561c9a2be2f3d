import type { Suite } from "./case";

export const suite: Suite = {
  verb: "api-versions",
  reads: ["api-versions", "api-versions extra", "api-versions --nosuch"],
};
