import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bareRequest, bundledSandbox } from "@/lib/adapters/sandbox/testing/bundled-sandbox";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import type { OutputStream } from "@/lib/core/shell/command";
import { throughLogins } from "@/lib/core/shell/logins";
import { execArgvs } from "@/lib/core/shell/targets/exec-argvs";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { listedSshHosts } from "./find-host";
import { sshCommand } from "./ssh";

const server = process.env["TEST_SSH_SERVER"];
const [port = "0", files = ""] = (server ?? "").split(" ");
const host = { address: "127.0.0.1", port: Number(port), user: "root", privateKey: `${files}/user-key` };
const hosts = ["web-1", "web-2"].map((name) => ({ ...host, name }));
const find = listedSshHosts({ knownHosts: `${files}/known_hosts`, hosts });
const folder = mkdtempSync(path.join(tmpdir(), "headroom-logins-"));

const document = `# Leak

\`\`\`bash
# Where is it
echo here
ssh root@web-1
echo "there: \${SSH_CONNECTION:+yes}"

# What the host says
pwd; echo "$POD" | tr a-z A-Z

# Keep a note
echo 'it'"'"'s kept' > ${folder}/note

# Leave
exit
echo "back: \${SSH_CONNECTION:-no}"

# Several lines
ssh root@web-1 <<'EOF'
cd /tmp
echo "in $PWD of $((1 + 1))"
EOF

# Another one
ssh root@web-2
hostname > ${folder}/name
\`\`\`
`;
const operations = [...walkOperations(parseRunbook({ source: document, path: "leak.md" }))].map(
  ({ operation: { label, script, login } }) => ({ label, script, login: login?.value ?? null }),
);

afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(server === undefined)("what follows a bare ssh, on a real sshd (TEST_SSH_SERVER)", () => {
  const sandbox = bundledSandbox();

  async function run(label: string, endpoints: readonly string[] = ["web-1", "web-2"]) {
    const { script: typed = "", login = null } = operations.find((one) => one.label === label) ?? {};
    const script = throughLogins(typed, login, { POD: "shop-0" });
    const printed: Record<OutputStream, string> = { stdout: "", stderr: "" };
    const { exitCode } = await sandbox.run({
      ...bareRequest,
      script,
      commands: [sshCommand(find)],
      grant: {
        ...bareGrant,
        ceiling: "change",
        execs: execArgvs(script),
        endpoints: endpoints.map((name) => ({ system: "ssh", name })),
      },
      signal: AbortSignal.timeout(30_000),
      onOutput: ({ stream, text }) => {
        printed[stream] += text;
      },
    });
    return { ...printed, exitCode };
  }

  it("runs there, until the session is left", async () => {
    expect(await run("Where is it")).toEqual({ stdout: "here\nthere: yes\n", stderr: "", exitCode: 0 });
    expect(await run("What the host says")).toEqual({ stdout: "/root\nSHOP-0\n", stderr: "", exitCode: 0 });
    expect(await run("Leave")).toEqual({ stdout: "back: no\n", stderr: "", exitCode: 0 });
  });

  it("hands a heredoc to the shell there", async () => {
    expect(await run("Several lines")).toEqual({ stdout: "in /tmp of 2\n", stderr: "", exitCode: 0 });
  });

  it("writes on the host, with its quotes as they were typed", async () => {
    await run("Keep a note");
    expect(readFileSync(path.join(folder, "note"), "utf8")).toBe("it's kept\n");
  });

  it("goes to no host that the grant does not hold", async () => {
    const { exitCode, stderr } = await run("Another one", ["web-1"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 126, stderr: expect.stringContaining("may not use ssh web-2") });
  });
});
