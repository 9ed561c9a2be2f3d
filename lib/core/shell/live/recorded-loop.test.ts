import { expect, it } from "vitest";
import { throughLogins } from "../logins";
import { execArgvs } from "../targets/exec-argvs";
import { recordedLoop } from "./recorded-loop";

it("takes each sample of a loop where the loop would have run", () => {
  const loop = "for i in {1..288}; do docker stats --no-stream | grep 'a b' >> /tmp/trend; sleep 300; done";
  expect(recordedLoop(loop)?.sample).toBe("docker stats --no-stream | grep 'a b'");
  const there = recordedLoop(throughLogins(loop, "ssh root@web-1"));
  expect(there).toMatchObject({ everySeconds: 300, times: 288, counter: "i" });
  expect(there?.sample).toBe(`ssh root@web-1 i="$i;" 'docker stats --no-stream | grep '\\''a b'\\'''`);
});

it("tells the host which sample it is, in words that a grant can list", () => {
  const script = throughLogins("for n in 1 2; do echo $n; sleep 60; done", "ssh web-1");
  const sample = recordedLoop(script)?.sample ?? "";
  expect(execArgvs(sample, { n: "2" })).toEqual([["n=2;", "echo $n"]]);
});

it("keeps the variables that go along with each sample", () => {
  const script = 'while true; do docker top "$POD"; sleep 60; done';
  const loop = recordedLoop(throughLogins(script, "ssh web-1", { POD: "it's" }));
  expect(loop).toMatchObject({ everySeconds: 60, times: null });
  expect(loop?.sample).toBe(throughLogins('docker top "$POD"', "ssh web-1", { POD: "it's" }));
});

it("is none where nothing repeats", () => {
  expect([recordedLoop("ssh web-1 'free -m'"), recordedLoop("ssh web-1 uptime"), recordedLoop("free -m")]).toEqual([
    null,
    null,
    null,
  ]);
});
