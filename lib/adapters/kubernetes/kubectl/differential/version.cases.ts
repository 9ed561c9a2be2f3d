import type { Suite } from "./case";

export const suite: Suite = {
  verb: "version",
  reads: [
    "version",
    "version --client",
    "version --client=true -o yaml",
    "version --client -o json",
    "version -o json",
    "version -o yaml",
    "version --output=json",
    "version -o wide",
    "version extra",
    "version --short",
  ],
};
