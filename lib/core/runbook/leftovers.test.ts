import { describe, expect, it } from "vitest";
import { plainText } from "./markdown/plain-text";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

function read(source: string) {
  const runbook = parseRunbook({ source, path: "the-file.md" });
  return {
    runbook,
    text: plainText(runbook),
    sections: [...walkSections(runbook.sections)],
    blocks: [...walkSections(runbook.sections)].flatMap(({ blocks }) => blocks),
    scripts: [...walkOperations(runbook)].map(({ operation }) => operation.script),
  };
}

const fence = (tag: string, text: string) => `\`\`\`${tag}\n${text}\n\`\`\``;

describe("what other tools leave in Markdown is kept as text, and hurts nothing around it", () => {
  it.each([
    ["ERB", "Ring <%= node['ops']['phone'] %> first.\n\n<% if prod? %>\n\n", "node['ops']['phone']"],
    ["Hugo", '{{< tabs "os" >}}\n{{% notice warning %}}Mind the gap{{% /notice %}}\n{{< /tabs >}}\n\n', "Mind the gap"],
    ["MyST", ":::{note}\nMind the gap\n:::\n\n{ref}`the gap <gap>`\n\n", "the gap"],
    ["Jinja", "{% include 'warning.md' %}\n\nHost {{ inventory_hostname }}\n\n", "inventory_hostname"],
    ["details", "<details>\n<summary>Old way</summary>\n\nMind the gap\n\n</details>\n\n", "Mind the gap"],
    ["comments", "<!-- owner: ask Ann -->\n\n", "ask Ann"],
    ["images", '![the graph](graph.png "Memory")\n\n', "the graph"],
    ["definitions", "See [the wiki][w].\n\n[w]: https://wiki.test/page 'Wiki'\n\n", "https://wiki.test/page"],
    ["footnotes", "Ask.[^1]\n\n[^1]: The team of the shop\n\n", "The team of the shop"],
  ])("%s", (_, leftover, words) => {
    const { text, scripts, runbook } = read(`# R\n\n${leftover}${fence("bash", "kubectl get pods -n shop")}\n`);
    expect(text).toContain(words);
    expect(scripts).toEqual(["kubectl get pods -n shop"]);
    expect(runbook.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("mermaid is code, and a drawing", () => {
    const { blocks } = read(`# R\n\n${fence("mermaid", "graph TD\n  A[kubectl get pods] --> B")}\n`);
    expect(blocks).toContainEqual(
      expect.objectContaining({
        kind: "code",
        language: "mermaid",
        parts: [expect.objectContaining({ content: "diagram", because: "tagged mermaid" })],
      }),
    );
  });
});

describe("how files are saved", () => {
  it("CRLF, a byte order mark and no H1 change neither steps nor lines, and each repair is said", () => {
    const source = `## Mitigation\n\n1. Restart\n\n${fence("sh", "# Look\nkubectl get pods")}\n`;
    const [plain, damaged] = [read(source), read(`\uFEFF${source.replaceAll("\n", "\r\n")}`)];
    expect(damaged.runbook.sections).toEqual(plain.runbook.sections);
    expect(damaged.runbook.repairs).toEqual(["removed a byte order mark", "turned CRLF line ends into LF"]);
    expect(plain.runbook.title).toBe("Mitigation");
    expect(read("just words\n").runbook.title).toBe("the-file");
    expect(read("---\ntitle: From above\n---\nwords\n").runbook.title).toBe("From above");
  });

  it("takes the line that opens a document without a title as one", () => {
    const title = (source: string) => read(source).runbook.title;
    expect(title("🧠 Shop is slow\n\nkubectl get pods\n")).toBe("🧠 Shop is slow");
    expect(title("Service Down – Steps\n\n1. Look\n")).toBe("Service Down – Steps");
    expect(title("Shop is slow\n\n## Look\n")).toBe("Shop is slow");
    for (const line of ["The shop is slow.", "Shop\nis slow", "Look at:", "curl -s http://shop/health"]) {
      expect(title(`${line}\n\nMore.\n`)).toBe("the-file");
    }
  });

  it("reads headings without a space behind their marks, and leaves tags and code alone", () => {
    const code = fence("sh", "##kubectl get nodes\nkubectl get pods");
    const { sections, repairs } = read(`#Runbook: Shop\n\n##Checks\n#shop is the channel\n\n${code}\n`).runbook;
    const [shop] = sections;
    expect([shop?.title, shop?.sections.map(({ title }) => title)]).toEqual(["Runbook: Shop", ["Checks"]]);
    expect(JSON.stringify(sections)).toContain("#shop is the channel");
    expect(JSON.stringify(sections)).toContain("##kubectl get nodes");
    expect(repairs).toEqual(["put a space behind the # of headings"]);
  });

  it("says where the first of what it repaired was, and how many NUL bytes", () => {
    const { diagnostics } = read("# A\n\na\0b\n\0\0\n\nnaÃ¯ve\n").runbook;
    const repairs = diagnostics.filter(({ rule }) => rule === "repaired-encoding");
    expect(repairs.map(({ message, lines }) => [message, lines.start])).toEqual([
      ["removed 3 NUL bytes", 3],
      ["repaired text that was UTF-8 read as Windows-1252", 6],
    ]);
  });

  it("repairs text that was read as Windows-1252, and leaves good text of any language alone", () => {
    const good = "# Café – naïve ✅ “élan” l’état de l’école É… MÄ” Straße… Привет, 再起動 ¿qué? «été»\n";
    expect(read(good).runbook).toMatchObject({ title: good.slice(2, -1), repairs: [] });
    expect(read("# CafÃ© â€“ down\n").runbook).toMatchObject({
      title: "Café – down",
      repairs: ["repaired text that was UTF-8 read as Windows-1252"],
    });
    const asWindows = (text: string) => new TextDecoder("windows-1252").decode(new TextEncoder().encode(text));
    for (const text of ["⚠️ Gefahr für Ülker", "Zażółć", "память растет", "再起動する", "→ “quoted” …"]) {
      expect(read(`# ${asWindows(text)}\n`).runbook.title).toBe(text);
    }
  });
});

it("finds the commands of a text that is not English, and keeps its words", () => {
  const source = `# Speicher voll\n\n## Sofortmaßnahmen\n\n1. Pods ansehen: \`kubectl get pods -n laden\`\n2. 再起動する\n\n${fence("", "$ kubectl rollout restart deploy/laden -n laden\ndeployment.apps/laden restarted")}\n\n## Вопросы\n\n- Сколько пользователей это видят?\n`;
  const { text, scripts, runbook } = read(source);
  expect(scripts).toEqual(["kubectl get pods -n laden", "kubectl rollout restart deploy/laden -n laden"]);
  expect(text).toContain("再起動する");
  expect([...walkSteps(runbook)].map(({ step }) => step.kind)).toContain("question");
  expect(new Set([...walkSteps(runbook)].map(({ step }) => step.id)).size).toBe([...walkSteps(runbook)].length);
});

it("goes on with the numbers that a list is written with", () => {
  const { blocks } = read(`# R\n\n3. Third\n4. Fourth\n\n${fence("sh", "ls -l")}\n\n5. Fifth\n9. Ninth\n`);
  const list = blocks.find((block) => block.kind === "list");
  expect(list).toMatchObject({ items: [{ number: 3 }, { number: 4 }, { number: 5 }, { number: 9 }] });
});

describe("links by reference", () => {
  const definition = "[wiki]: https://wiki.test/page 'Wiki'";
  const filler = `${"words ".repeat(2_000)}\n\n`;

  it("lead where the document defines, also in another part of it, and are shown as they are written", () => {
    const source = `# R\n\nSee [the wiki][Wiki], [wiki] and ![it][wiki].\n\n## B\n\n${filler}## C\n\n- [here][wiki]\n\n${filler}# D\n\n${definition}\n`;
    const { runbook, text } = read(source);
    expect(runbook.facts.links.map(({ text: words, url }) => [words, url])).toEqual([
      ["the wiki", "https://wiki.test/page"],
      ["wiki", "https://wiki.test/page"],
      ["here", "https://wiki.test/page"],
    ]);
    expect(text).toContain("See [the wiki][Wiki], [wiki][] and ![it][wiki].");
    expect(text).toContain(definition);
    expect(runbook.sections[0]?.lines).toEqual({ start: 1, end: 13 });
  });

  it.each([
    "See [the wiki][none].\n",
    "See [the wiki][wiki].\n\n```\n[wiki]: https://wiki.test\n```\n",
    `${definition}\n\n# B\n\n\`\`\`\n[it][wiki]\n`,
    `${definition}\n\n# B\n\n<!-- [it][wiki]\n`,
  ])("%j has none", (source) =>
    expect(read(source).runbook.facts.links.filter(({ text }) => text !== "https://wiki.test")).toEqual([]),
  );
});
