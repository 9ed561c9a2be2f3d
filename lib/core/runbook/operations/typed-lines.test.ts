import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkOperations, walkSections } from "../walk";

function read(tag: string, ...lines: string[]) {
  const source = `# T\n\n\`\`\`${tag}\n${lines.join("\n")}\n\`\`\`\n`;
  const { sections } = parseRunbook({ source, path: "x.md" });
  const operations = [...walkOperations({ sections } as never)].map(({ operation }) => operation);
  const [block] = [...walkSections(sections)].flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === "code"));
  return {
    modes: operations.map(({ script, mode }) => `${mode.value} ${script}`),
    parts:
      block?.kind === "code" ? block.parts.map(({ content, lines: own }) => `${own.start}-${own.end} ${content}`) : [],
  };
}

describe("what is typed into a client is no shell", () => {
  it("to the line that leaves it, or the next command of a shell", () => {
    expect(
      read(
        "bash",
        "# Connect",
        "redis-cli -h $HOST",
        "",
        "# Look",
        "INFO server",
        "SLOWLOG GET 10",
        "",
        "# Pods",
        "kubectl get pods",
      ),
    ).toEqual({
      modes: ["by-hand redis-cli -h $HOST", "native kubectl get pods"],
      parts: ["4-5 commands", "6-9 other-language", "10-12 commands"],
    });
    expect(read("bash", "kubectl exec -it pg-0 -- psql -U shop", "SELECT 1", "FROM t;", "\\q", "df -h").modes).toEqual([
      "by-hand kubectl exec -it pg-0 -- psql -U shop",
      "native df -h",
    ]);
  });

  it.each([
    ["mysql -u root -p", "kill 123;"],
    ["mongosh", "rs.stepDown()"],
    ["cockroach sql --url $URL", "SHOW CLUSTER SETTING x;"],
    ["sudo -u postgres psql", "select pg_reload_conf();"],
    ["gitlab-rails console", "Project.find(1).repository.gc"],
    ["vi /etc/fstab", "/dev/sdb1 /data ext4 defaults 0 0"],
    ["kubectl edit deploy/web -n shop", "spec:\n  replicas: 3"],
  ])("%s", (opener, typed) => {
    expect(read("bash", opener, typed, "", "kubectl get pods").modes).toEqual([
      `by-hand ${opener}`,
      "native kubectl get pods",
    ]);
  });

  it("a flag on the next line says what it is to do", () => {
    expect(read("bash", "psql -h db \\", "  -c 'select 1'", "# Expected: 1").modes).toEqual([
      "native psql -h db \\\n  -c 'select 1'",
    ]);
    expect(read("bash", "psql -h db \\", "  -U shop", "select 1;").modes).toEqual(["by-hand psql -h db \\\n  -U shop"]);
  });

  it.each([
    "psql -c 'select 1'",
    "redis-cli ping",
    "mysql shop < dump.sql",
    "python3 fix.py",
    "mongosh --eval 'rs.status()'",
  ])("%s opens nothing", (line) => {
    expect(read("bash", line, "df -h").modes.join("\n")).toContain("df -h");
    expect(read("bash", line, "df -h").modes[0]).not.toMatch(/^by-hand psql|session/);
  });
});

describe("what a router is told is no shell", () => {
  it.each([
    ["bash", "show bgp summary\nclear bgp neighbor <PEER>"],
    ["", "R1# show ip bgp summary\nR1(config)# router bgp 65000"],
    ["text", "sw-1 [standalone: master] > enable\nsw-1 [standalone: master] # show ip bgp summary"],
    ["", "admin@mx-1# set interfaces ge-0/0/0 disable\nadmin@mx-1# commit"],
  ])("%s %s", (tag, text) => {
    expect(read(tag, text)).toMatchObject({ modes: [], parts: [expect.stringContaining("other-language")] });
  });

  it("a set of bash is none", () => {
    expect(read("bash", "set -e", "clear", "df -h").modes).toHaveLength(1);
  });
});

describe("a command over a document", () => {
  it("is an operation, and what is to be written is shown", () => {
    expect(read("yaml", "# kubectl edit deploy/web", "spec:", "  replicas: 3")).toEqual({
      modes: ["by-hand kubectl edit deploy/web"],
      parts: ["4-4 commands", "5-6 configuration"],
    });
    expect(read("yaml", "# The limits of the shop", "spec:", "  replicas: 3").modes).toEqual([]);
  });

  it("takes a heredoc with it, and the lines of a file are none of its words", () => {
    expect(read("yaml", "kubectl apply -f - <<EOF", "kind: Pod", "EOF").modes).toEqual([
      "native kubectl apply -f - <<EOF\nkind: Pod\nEOF",
    ]);
    expect(read("bash", "kubectl apply -f pod.yaml", "apiVersion: v1", "kind: Pod").modes).toEqual([
      "native kubectl apply -f pod.yaml",
    ]);
  });
});

describe("a host's prompt is no word of the command", () => {
  it.each(["ncn-m001# kubectl get pods", "db-1$ kubectl get pods", "linux:~ # kubectl get pods"])("%s", (line) => {
    expect(read("bash", line).modes).toEqual(["native kubectl get pods"]);
  });

  it("and one of what a command opens says that it is a session", () => {
    expect(read("", "ann@db-1:~$ sudo shop-psql", "shop=# select 1;").modes).toEqual(["by-hand sudo shop-psql"]);
  });
});

it("an address alone in a block is nothing to run", () => {
  expect(read("bash", "# Open the dashboard", "https://grafana.test/d/1").modes).toEqual([]);
  expect(read("bash", "curl -f \\", "  https://shop.test").modes).toHaveLength(1);
});

it("a script with its interpreter below a title is one", () => {
  expect(
    read(
      "bash",
      "# Find out",
      "#!/bin/bash",
      "",
      "N=shop",
      "",
      "# Pods",
      "kubectl get pods",
      "",
      "# All",
      "kubectl get all -n $N",
    ).modes,
  ).toHaveLength(1);
});

it("a request with what it answers is one, also without a tag", () => {
  const answer = ["{", '  "status" : "red",', '  "shards" : 4', "}"];
  expect(read("", "curl -s localhost:9200/_cluster/health", ...answer).modes).toEqual([
    "native curl -s localhost:9200/_cluster/health",
  ]);
  expect(read("", ...answer).modes).toEqual([]);
});
