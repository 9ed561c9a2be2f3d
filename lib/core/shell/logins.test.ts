import { describe, expect, it } from "vitest";
import { remoteScript, scriptHere, startsHere, throughLogins } from "./logins";

describe("a script with a bare ssh line", () => {
  it.each([
    ["ssh root@web-1\ndocker ps | grep api\nfree -m", "ssh root@web-1 'docker ps | grep api\nfree -m'"],
    ["uptime\nssh web-1\necho 'a b'\nexit\ndate", "uptime\nssh web-1 'echo '\\''a b'\\'''\ndate"],
    ["ssh web-1\nhostname\nssh -p 2222 web-2\nhostname", "ssh web-1 'hostname'\nssh -p 2222 web-2 'hostname'"],
    ["ssh web-1", "ssh web-1 true"],
    ["ssh web-1; free -m", "ssh web-1 'free -m'"],
    ["ssh web-1\nexit", "ssh web-1 true"],
    [
      "ssh web-1\nuptime\nwatch -n 5 'docker ps | head'",
      "ssh web-1 'uptime'\nwatch -n 5 'ssh web-1 '\\''docker ps | head'\\'''",
    ],
    ["ssh web-1\nwatch free -m; uptime", "watch 'ssh web-1 '\\''free -m'\\'''\nssh web-1 'uptime'"],
    [
      "ssh web-1\ncd /app\nscp web-2:/x . ; docker restart api\nssh db-1 'pg_dump shop' > dump.sql\nfree -m",
      "ssh web-1 'cd /app'\nscp web-2:/x . ;\nssh web-1 'docker restart api'\nssh db-1 'pg_dump shop' > dump.sql\nssh web-1 'free -m'",
    ],
    ["ssh web-1\nwatch free -m", "watch 'ssh web-1 '\\''free -m'\\'''"],
  ])("%j runs as %j", (script, through) => {
    expect(throughLogins(script, null)).toBe(through);
  });

  it.each([
    "ssh web-1 uptime",
    "ssh -N -L 9090:localhost:9090 web-1",
    "ssh -fNT web-1",
    "ssh web-1 < script.sh",
    "ssh web-1 && uptime",
    "ssh -V",
    "exit 1",
    "kubectl get pods\nfree -m",
  ])("%j logs in to nothing", (script) => {
    expect(throughLogins(script, null)).toBe(script);
  });
});

describe("a script that begins in a session", () => {
  it("runs there until the session is left", () => {
    expect(throughLogins("free -m\nlogout\ndate", "ssh web-1")).toBe("ssh web-1 'free -m'\ndate");
    expect(throughLogins("exit", "ssh web-1")).toBe("");
  });

  it("is told the variables that it reads, as words that nothing in them can leave", () => {
    const variables = { POD: "a'; rm -rf /", OTHER: "x" };
    expect(throughLogins('docker logs "$POD"', "ssh web-1", variables)).toBe(
      `ssh web-1 'POD='\\''a'\\''\\'\\'''\\''; rm -rf /'\\''\ndocker logs "$POD"'`,
    );
  });

  it("is found again in its call", () => {
    const call = throughLogins("for i in 1 2; do date; sleep 60; done", "ssh -p 22 web-1");
    expect(remoteScript(call)).toEqual({ login: "ssh -p 22 web-1", script: "for i in 1 2; do date; sleep 60; done" });
    expect(remoteScript("ssh web-1 free -m")).toBeNull();
  });
});

it("what stands in a session is not here", () => {
  expect(scriptHere("uptime\nssh web-1\nfree -m\nexit\ndate")).toBe("uptime\nssh web-1\n\ndate");
});

it.each([
  ["scp root@web-1:/tmp/heap .", true],
  ["scp web-1:/tmp/heap.prof . && head heap.prof", true],
  ["ssh db-1 'pg_dump shop' > dump.sql", true],
  ["for h in a b; do ssh $h uptime; done", true],
  ["timeout 5 ssh web-1 uptime", true],
  ["ssh web-1 uptime", true],
  ["scp web-2:/x .\ndocker restart api", false],
  ["ssh web-1", false],
  ["docker ps", false],
  ["", false],
])("%j starts from here: %s", (script, isSo) => {
  expect(startsHere(script)).toBe(isSo);
});
