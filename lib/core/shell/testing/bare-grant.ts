import { brandId } from "../../kernel/ids";
import type { Grant } from "../grant";

/** The grant of a run that may read what is here and reach nothing: a test says what else it may. */
export const bareGrant: Grant = {
  runId: brandId("run"),
  actor: { kind: "system", name: "test" },
  ceiling: "read",
  clusters: [],
  execs: [],
  readList: [],
  endpoints: [],
};
