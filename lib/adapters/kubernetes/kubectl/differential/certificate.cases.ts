import type { Suite } from "./case";

/** Requests have no namespace: each twin's has the twin's in its name. */
const change = (line: string, before: readonly string[] = []) => ({
  line,
  before,
  fixture: "certificate request",
  result: "csr/$NS.$NAME",
});

export const suite: Suite = {
  verb: "certificate",
  reads: [
    "certificate approve",
    "certificate deny",
    "certificate approve nosuch",
    "certificate approve a --nosuch",
    "certificate approve a --dry-run",
    "certificate deny -f nosuch.yaml",
    "describe csr nosuch",
  ],
  changes: [
    change("certificate approve $NS.$NAME"),
    change("certificate approve csr/$NS.$NAME -o name"),
    change("certificate approve $NS.$NAME", ["certificate approve $NS.$NAME"]),
    change("certificate deny $NS.$NAME"),
    change("certificate deny $NS.$NAME", ["certificate approve $NS.$NAME"]),
    change("certificate approve $NS.$NAME nosuch", ["certificate deny $NS.$NAME"]),
    { ...change("certificate approve $NS.$NAME -o jsonpath={.status}"), normalise: ["timestamps"] },
    { ...change("describe csr $NS.$NAME"), normalise: ["times"] },
    { ...change("describe csr $NS.$NAME", ["certificate approve $NS.$NAME"]), normalise: ["times"] },
  ],
};
