import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Comparison, compareRead, type Pair } from "./differential/compare";
import { makeDescribed, removeDescribed } from "./differential/described";
import { loadSuites } from "./differential/load-suites";
import { create } from "./differential/manifest";
import { ourKubectl, realKubectl, testCluster } from "./differential/programs";
import { sampleOf } from "./differential/sample";
import { startStandingCluster } from "./differential/standing-cluster";
import { compareChange } from "./differential/twins";
import { makeWorld, removeWorld } from "./differential/world";

const kubeconfig = process.env["TEST_KUBECONFIG"];
const run = randomUUID().slice(0, 8);
const world = `headroom-${run}`;
/** Names of one length: what is aligned to them comes out alike. */
const twins = { real: `headroom-${run}-a`, ours: `headroom-${run}-b` };
/** `npm run soak` compares all; a run of the tests takes a sample by its seed, which KUBECTL_SEED repeats. */
const seed = process.env["KUBECTL_CASES"] === "all" ? null : (process.env["KUBECTL_SEED"] ?? run);
const { suites, left } = sampleOf(await loadSuites(), seed);

describe.skipIf(kubeconfig === undefined)("our kubectl beside the real one (TEST_KUBECONFIG)", () => {
  const connection = testCluster(kubeconfig);
  const real = realKubectl({ ...process.env, KUBECONFIG: kubeconfig, TZ: "UTC" });
  const pair: Pair = { real, ours: ourKubectl(connection, { kubeconfig: { kubeconfigPath: kubeconfig ?? "" } }) };
  let standing: Awaited<ReturnType<typeof startStandingCluster>>;
  let standingPair: Pair;

  beforeAll(async () => {
    const namespaces = [world, twins.real, twins.ours].map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    }));
    await create(connection, namespaces, "");
    await Promise.all([makeWorld(connection, real, world), makeDescribed(real, world)]);
    standing = await startStandingCluster(connection);
    standingPair = {
      real: realKubectl({ ...process.env, KUBECONFIG: standing.kubeconfigPath, TZ: "UTC" }),
      ours: ourKubectl(testCluster(standing.kubeconfigPath)),
    };
  }, 120_000);

  afterAll(async () => {
    standing.close();
    await removeDescribed(real, world);
    const twinLabels = `twin in (${twins.real},${twins.ours})`;
    await real({ argv: ["delete", "node,csr", "-l", twinLabels, "--ignore-not-found", "--wait=false"] });
    await removeWorld(real, [world, twins.real, twins.ours]);
  }, 60_000);

  const expectAlike = ({ real: theirs, ours, staleExplanations }: Comparison) => {
    expect(ours).toEqual(theirs);
    expect(staleExplanations).toEqual([]);
  };

  const numbered = suites.map((suite, number) => ({ ...suite, number }));
  const compareAll = ({ number, reads = [], changes = [], standsStill }: (typeof numbered)[number]) => {
    it.each(reads.map((read) => (typeof read === "string" ? { line: read } : read)))(
      "reads: $line",
      async (read) => expectAlike(await compareRead(standsStill ? standingPair : pair, read, world)),
      60_000,
    );

    it.each(changes.map((change, index) => ({ ...change, name: `case-${number}-${index}` })))(
      "changes: $line",
      async ({ name, ...change }) =>
        expectAlike(await compareChange(pair, change, { connection, namespaces: twins, name })),
      60_000,
    );
  };

  describe.concurrent.each(numbered.filter(({ standsAlone }) => !standsAlone))("$verb", compareAll);
  describe.each(numbered.filter(({ standsAlone }) => standsAlone))("$verb", compareAll);
});

describe.skipIf(left.length === 0 || kubeconfig === undefined)(
  `kubectl beside the real one, cases left to npm run soak (this sample: KUBECTL_SEED=${seed})`,
  () => {
    it.skip.each(left)("%s", () => undefined);
  },
);
