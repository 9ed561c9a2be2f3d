import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectCluster } from "../../connection";
import { compareRead } from "../differential/compare";
import { isReferenceAtHand, ourKubectl, realKubectl } from "../differential/programs";
import { objects } from "./testing/newer-objects";
import { answerTo } from "./testing/standing-cluster";

const folder = mkdtempSync(path.join(tmpdir(), "describe-"));
const kubeconfig = path.join(folder, "config");

/**
 * Kinds and fields that the cluster of the other comparisons is too old for: both programs look at objects of a server
 * that only stands still.
 */
describe.skipIf(!isReferenceAtHand())(
  "describe beside the real kubectl, of a newer cluster (kubectl 1.36 on PATH)",
  () => {
    const server: Server = createServer((request, response) => {
      const { status, body } = answerTo(objects, new URL(request.url ?? "/", "http://server"));
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });

    beforeAll(async () => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      writeFileSync(
        kubeconfig,
        JSON.stringify({
          apiVersion: "v1",
          kind: "Config",
          "current-context": "newer",
          clusters: [
            { name: "newer", cluster: { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true } },
          ],
          users: [{ name: "anyone", user: {} }],
          contexts: [{ name: "newer", context: { cluster: "newer", user: "anyone" } }],
        }),
      );
    });

    afterAll(() => {
      server.close();
      rmSync(folder, { recursive: true });
    });

    it.each([
      "describe pod full",
      "describe pod plain --show-events=false",
      "describe node big",
      "describe cronjob nightly",
      "describe cronjob busy",
      "describe cronjobs",
      "describe job indexed",
      "describe pdb",
      "describe endpointslice",
      "describe endpointslice web-1",
      "describe svc web",
      "describe svc many",
      "describe svc bare",
      "describe ingress site",
      "describe hpa all",
      "describe hpa plain",
      "describe netpol range",
      "describe pvc growing",
      "describe sts unavailable",
      "describe volumeattributesclass gold",
      "describe servicecidr extra",
      "describe ipaddress 10.0.0.1",
      "describe csinode big",
      "describe ns leaving",
      "describe pv leaving",
      "describe quota formats",
    ])("%s", async (line) => {
      const real = realKubectl({ ...process.env, KUBECONFIG: kubeconfig, TZ: "UTC", HOME: folder });
      const ours = ourKubectl(connectCluster({ kubeconfigPath: kubeconfig, name: "test" }));
      const comparison = await compareRead({ real, ours }, { line }, "default");
      expect(comparison.ours).toEqual(comparison.real);
      expect(comparison.real.stdout).toContain("Name:");
    });
  },
);
