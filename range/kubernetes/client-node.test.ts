import { once } from "node:events";
import { PassThrough, Writable } from "node:stream";
import {
  AppsV1Api,
  AuthorizationV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  Log,
  Metrics,
  PatchStrategy,
  PortForward,
  setHeaderOptions,
  type V1Status,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Range } from "../range.ts";
import { startTestRange, steer } from "../testing/start-test-range.ts";

let range: Range;
let admin: KubeConfig;
let viewer: KubeConfig;

const namespace = "sie";

beforeAll(async () => {
  range = await startTestRange();
  admin = new KubeConfig();
  admin.loadFromString(range.kubeconfig);
  viewer = new KubeConfig();
  viewer.loadFromString(range.kubeconfig);
  viewer.setCurrentContext("range-viewer");
});

afterAll(() => range.close());

const core = (): CoreV1Api => admin.makeApiClient(CoreV1Api);
const apps = (): AppsV1Api => admin.makeApiClient(AppsV1Api);

async function firstPod(app: string, place = namespace): Promise<string> {
  const { items } = await core().listNamespacedPod({ namespace: place, labelSelector: `app=${app}` });
  return items[0]?.metadata?.name ?? "";
}

class TextSink extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function exec(pod: string, place: string, command: string[]): Promise<{ text: string; status: V1Status }> {
  const sink = new TextSink();
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(admin).exec(place, pod, "", command, sink, sink, null, false, resolve).catch(reject);
  });
  return { text: sink.text, status };
}

describe("reading", () => {
  it("lists pods by label and field and leaves the others out", async () => {
    const chosen = await core().listNamespacedPod({
      namespace,
      labelSelector: "app in (sie-worker-nlp)",
      fieldSelector: "status.phase=Running",
    });
    expect(chosen.items).toHaveLength(2);
    expect(chosen.items[0]?.status?.containerStatuses?.[0]?.lastState?.terminated?.reason).toBe("OOMKilled");
  });

  it("says NotFound with the API's words", async () => {
    const lost = core().readNamespacedPod({ namespace, name: "nope" });
    await expect(lost).rejects.toMatchObject({ code: 404, body: expect.stringContaining('pods \\"nope\\" not found') });
  });

  it("gives usage in metrics.k8s.io for what runs", async () => {
    const { items } = await new Metrics(admin).getPodMetrics(namespace);
    expect(items.length).toBeGreaterThanOrEqual(4);
    expect(items[0]?.containers[0]?.usage.memory).toMatch(/^\d+Ki$/);
  });

  it("follows a log until the container ends", async () => {
    const pod = await firstPod("sie-api");
    const sink = new TextSink();
    await new Log(admin).log(namespace, pod, "api", sink, { follow: true, tailLines: 1 });
    await steer(range, "/advance", { seconds: 20 });
    const end = once(sink, "finish");
    await core().deleteNamespacedPod({ namespace, name: pod });
    await steer(range, "/advance", { seconds: 20 });
    await end;
    expect(sink.text.match(/uvicorn\.access/g)?.length).toBeGreaterThan(3);
  });
});

describe("changing", () => {
  it("changes nothing by a dry run and shows what would be", async () => {
    const body = { spec: { replicas: 5 } };
    const header = setHeaderOptions("Content-Type", PatchStrategy.MergePatch);
    const would = await apps().patchNamespacedDeployment({ namespace, name: "sie-api", body, dryRun: "All" }, header);
    const is = await apps().readNamespacedDeployment({ namespace, name: "sie-api" });
    expect(would.spec?.replicas).toBe(5);
    expect(would.metadata?.generation).toBe((is.metadata?.generation ?? 0) + 1);
    expect(is.spec?.replicas).toBe(2);
  });

  it("refuses a stale update with a conflict", async () => {
    const body = await apps().readNamespacedDeployment({ namespace, name: "sie-worker-ocr" });
    const first = await apps().replaceNamespacedDeployment({
      namespace,
      name: "sie-worker-ocr",
      body: { ...body, metadata: { ...body.metadata, annotations: { ...body.metadata?.annotations, note: "1" } } },
    });
    expect(first.metadata?.annotations?.["note"]).toBe("1");
    const second = apps().replaceNamespacedDeployment({ namespace, name: "sie-worker-ocr", body });
    await expect(second).rejects.toMatchObject({ code: 409 });
  });

  it("refuses a limit below the request, as the API server does", async () => {
    const containers = [{ name: "worker", resources: { limits: { memory: "256Mi" } } }];
    const body = { spec: { template: { spec: { containers } } } };
    const header = setHeaderOptions("Content-Type", PatchStrategy.StrategicMergePatch);
    const patch = apps().patchNamespacedDeployment({ namespace, name: "sie-worker-ocr", body }, header);
    await expect(patch).rejects.toMatchObject({
      code: 422,
      body: expect.stringContaining("must be less than or equal to memory limit of 256Mi"),
    });
  });

  it("replaces a deleted pod", async () => {
    const name = await firstPod("sie-worker-ocr");
    await core().deleteNamespacedPod({ namespace, name });
    await steer(range, "/advance", { seconds: 30 });
    const { items } = await core().listNamespacedPod({ namespace, labelSelector: "app=sie-worker-ocr" });
    expect(items).toHaveLength(2);
    expect(items.map(({ metadata }) => metadata?.name)).not.toContain(name);
  });

  it("tells a watcher what changes", async () => {
    const seen: string[] = [];
    const changed = new Promise<void>((resolve) => {
      const onEvent = (type: string, object: { metadata: { name: string }; spec: { replicas: number } }): void => {
        seen.push(`${type} ${object.metadata.name} ${object.spec.replicas}`);
        if (object.spec.replicas === 3) {
          resolve();
        }
      };
      const watched = new Watch(admin).watch(
        "/apis/apps/v1/namespaces/default/deployments",
        {},
        onEvent,
        () => undefined,
      );
      watched.catch(() => undefined);
    });
    await apps().patchNamespacedDeploymentScale(
      { namespace: "default", name: "tickstorm", body: { spec: { replicas: 3 } } },
      setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
    );
    await changed;
    // The new replica must run before other tests choose a pod.
    await steer(range, "/advance", { seconds: 30 });
    expect(seen).toContain("MODIFIED tickstorm 3");
  });
});

describe("running commands", () => {
  it("runs a runbook's pipeline in the container and reports success", async () => {
    const { text, status } = await exec(await firstPod("sie-api"), namespace, [
      "sh",
      "-c",
      "curl -s localhost:8000/metrics | grep ^sie_memory_usage",
    ]);
    expect(status.status).toBe("Success");
    expect(text).toMatch(/^sie_memory_usage_bytes\{component="api"\} [\d.e+]+\n$/);
  });

  it("reports an exit code on the status channel", async () => {
    const { status } = await exec(await firstPod("sie-api"), namespace, ["sh", "-c", "exit 7"]);
    expect(status).toMatchObject({
      reason: "NonZeroExitCode",
      details: { causes: [{ reason: "ExitCode", message: "7" }] },
    });
  });

  it("drops TickStorm's cache on SIGUSR1", async () => {
    await steer(range, "/advance", { seconds: 300 });
    const pod = await firstPod("tickstorm", "default");
    const cache = "curl -s localhost:9090/metrics | grep ^tick_storm_cache_bytes | awk '{print $2}'";
    const before = await exec(pod, "default", ["sh", "-c", cache]);
    await exec(pod, "default", ["sh", "-c", "kill -USR1 $(pgrep tickstorm)"]);
    const after = await exec(pod, "default", ["sh", "-c", cache]);
    expect(Number(before.text)).toBeGreaterThan(30e6);
    expect(Number(after.text)).toBeLessThan(5e6);
  });
});

describe("forwarding ports", () => {
  it("carries a request to the application and its answer back", async () => {
    const pod = await firstPod("tickstorm", "default");
    const sink = new TextSink();
    const request = new PassThrough();
    const closed = new PortForward(admin).portForward("default", pod, [9090], sink, sink, request);
    request.write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const socket = await closed;
    await new Promise((resolve) => {
      (typeof socket === "function" ? socket() : socket)?.addEventListener("close", resolve);
    });
    expect(sink.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(sink.text).toContain('{"status":"ok"}');
  });
});

describe("permissions and faults", () => {
  it("lets a viewer read and ask, and nothing else", async () => {
    const reader = viewer.makeApiClient(CoreV1Api);
    expect((await reader.listNamespacedPod({ namespace })).items.length).toBeGreaterThan(0);
    const gone = reader.deleteNamespacedPod({ namespace, name: "x" });
    const words =
      'pods \\"x\\" is forbidden: User \\"range-viewer\\" cannot delete resource \\"pods\\" in API group \\"\\"';
    await expect(gone).rejects.toMatchObject({ code: 403, body: expect.stringContaining(words) });
    const review = await viewer.makeApiClient(AuthorizationV1Api).createSelfSubjectAccessReview({
      body: { spec: { resourceAttributes: { verb: "patch", group: "apps", resource: "deployments", namespace } } },
    });
    expect(review.status?.allowed).toBe(false);
  });

  it("refuses a caller without a token", async () => {
    const stranger = new KubeConfig();
    stranger.loadFromString(range.kubeconfig.replaceAll(/token: .*/g, "token: wrong"));
    await expect(stranger.makeApiClient(CoreV1Api).listNamespace()).rejects.toMatchObject({ code: 401 });
  });

  it("breaks and heals when it is told to", async () => {
    await steer(range, "/fault", { kubernetes: "403" });
    await expect(core().listNamespacedPod({ namespace })).rejects.toMatchObject({ code: 403 });
    await steer(range, "/fault", { kubernetes: "down" });
    await expect(core().listNamespacedPod({ namespace })).rejects.not.toHaveProperty("code", 403);
    await steer(range, "/fault", { kubernetes: "ok" });
    expect((await core().listNamespacedPod({ namespace })).items.length).toBeGreaterThan(0);
  });
});
