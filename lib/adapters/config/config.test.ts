import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "./config";
import { prometheusAt } from "./prometheus";

let folder: string;
const secret = "s".repeat(32);

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "headroom-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A configuration file with this text, and the variables that name it. */
function withFile(text: string) {
  const name = path.join(folder, "headroom.yaml");
  writeFileSync(name, text);
  return { HEADROOM_CONFIG: name, HEADROOM_SECRET: secret };
}

test("an empty environment gives an embedded database, the shipped runbooks and no cluster", () => {
  expect(readConfig({ HEADROOM_SECRET: secret })).toMatchObject({
    databaseUrl: null,
    dataFolder: path.resolve("data"),
    host: "127.0.0.1",
    port: 3000,
    runbookFolders: [path.resolve("runbooks")],
    trustedOrigins: ["http://127.0.0.1:3000", "http://localhost:3000"],
    clusters: [],
    isDemo: false,
  });
});

test("both names of this machine are trusted on the port in use, and only the given address when there is one", () => {
  expect(readConfig({ PORT: "4555", HEADROOM_SECRET: secret }).trustedOrigins).toEqual([
    "http://127.0.0.1:4555",
    "http://localhost:4555",
  ]);
  expect(
    readConfig({
      HEADROOM_URL: "https://headroom.example.org/",
      HEADROOM_TRUSTED_ORIGINS: "https://a.example.org, https://b.example.org",
      HEADROOM_SECRET: secret,
    }).trustedOrigins,
  ).toEqual(["https://headroom.example.org", "https://a.example.org", "https://b.example.org"]);
});

test("several runbook folders are separated by colons", () => {
  const { runbookFolders } = readConfig({ RUNBOOKS_DIR: "/one:/two:", HEADROOM_SECRET: secret });
  expect(runbookFolders).toEqual(["/one", "/two"]);
});

test("makes a secret once, closed to others, and finds it again", () => {
  const first = readConfig({ HEADROOM_DATA: folder });
  expect(first.secret).toMatch(/^[0-9a-f]{64}$/);
  expect(readConfig({ HEADROOM_DATA: folder }).secret).toBe(first.secret);
  expect(readFileSync(path.join(folder, "secret"), "utf8")).toBe(first.secret);
  expect(statSync(path.join(folder, "secret")).mode & 0o777).toBe(0o600);
});

test("reads clusters from the file; a relative kubeconfig is found beside the file", () => {
  const { clusters } = readConfig(
    withFile(`
clusters:
  - name: eu-1
    kubeconfig: kube/eu-1
    context: admin
    prometheusUrl: http://prometheus.eu-1:9090
    colour: red
    production: true
    toolbox: { namespace: tools, target: deployment/toolbox }
  - name: staging
`),
  );
  expect(clusters).toEqual([
    {
      name: "eu-1",
      kubeconfig: path.join(folder, "kube/eu-1"),
      context: "admin",
      prometheus: prometheusAt("http://prometheus.eu-1:9090"),
      colour: "red",
      production: true,
      toolbox: { namespace: "tools", target: "deployment/toolbox", container: null },
    },
    {
      name: "staging",
      kubeconfig: null,
      context: null,
      prometheus: null,
      colour: "slate",
      production: false,
      toolbox: null,
    },
  ]);
});

test("without a file, KUBECONFIG and PROMETHEUS_URL are one cluster", () => {
  const config = readConfig({
    KUBECONFIG: "/etc/kube",
    PROMETHEUS_URL: "http://127.0.0.1:9090",
    HEADROOM_CLUSTER: "lab",
    HEADROOM_SECRET: secret,
  });
  expect(config.clusters).toMatchObject([
    { name: "lab", kubeconfig: "/etc/kube", prometheus: prometheusAt("http://127.0.0.1:9090"), production: false },
  ]);
});

test.each([
  [{ PORT: "80000" }, /^The environment variable PORT is not usable: .*65535/],
  [{ PORT: "http" }, /^The environment variable PORT is not usable: /],
  [{ DATABASE_URL: "mysql://x" }, /^The environment variable DATABASE_URL is not usable: must begin with postgresql/],
  [{ HEADROOM_SECRET: "short" }, /HEADROOM_SECRET is not usable: must have at least 32 characters/],
  [{ HEADROOM_URL: "ftp://x" }, /HEADROOM_URL is not usable: must be an http/],
  [{ HEADROOM_CONFIG: "/nowhere.yaml" }, /^The file \/nowhere.yaml that HEADROOM_CONFIG names cannot be read/],
])("%j is refused in one sentence", (variables, sentence) => {
  expect(() => readConfig({ HEADROOM_SECRET: secret, ...variables })).toThrow(sentence);
});

test.each([
  ["clusters: [", /is not valid YAML/],
  ["clusters: [{ name: Big Cluster }]", /clusters.0.name is not usable: must be lower-case/],
  ["clusters: [{ name: a }, { name: a }]", /clusters is not usable: have a name twice/],
  ["cluster: []", /is not usable: Unrecognized key: "cluster"/],
])("a file with %j is refused in one sentence", (text, sentence) => {
  expect(() => readConfig(withFile(text))).toThrow(sentence);
});

test("an empty variable counts as unset", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "", HEADROOM_SECRET: secret })).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    databaseUrl: null,
  });
});

test("reads Docker and SSH hosts, their files beside the file", () => {
  const { docker, ssh } = readConfig(
    withFile(`
docker:
  - { name: prod-1, host: "tcp://prod-1:2376", tls: { ca: tls/ca, cert: tls/cert, key: tls/key }, isDefault: true }
  - { name: web, ssh: web-1 }
ssh:
  knownHosts: ssh/known_hosts
  hosts: [{ name: web-1, address: 10.0.0.11, user: deploy, privateKey: ssh/key }]
`),
  );
  const tls = {
    ca: path.join(folder, "tls/ca"),
    cert: path.join(folder, "tls/cert"),
    key: path.join(folder, "tls/key"),
  };
  expect(docker).toEqual([
    { name: "prod-1", isDefault: true, kind: "tcp", host: "tcp://prod-1:2376", tls },
    { name: "web", isDefault: false, kind: "ssh", ssh: "web-1" },
  ]);
  expect(ssh).toEqual({
    knownHosts: path.join(folder, "ssh/known_hosts"),
    hosts: [
      { name: "web-1", address: "10.0.0.11", port: 22, user: "deploy", privateKey: path.join(folder, "ssh/key") },
    ],
  });
});

test.each([
  ["docker: [{ name: a }]", /docker.0 is not usable: needs one of socket, host and ssh/],
  ["docker: [{ name: a, host: a:2375 }]", /docker.0.host is not usable: must be tcp:/],
  ["docker: [{ name: a, socket: /x, isDefault: true }, { name: b, socket: /y, isDefault: true }]", /have two defaults/],
  ["ssh: { knownHosts: x, hosts: [] }", /ssh.hosts is not usable/],
])("%j is refused in one sentence", (text, sentence) => {
  expect(() => readConfig(withFile(text))).toThrow(sentence);
});

test.each([
  ["password in its url", "url: http://a:b@c", /has a password in its url: use passwordFile/],
  [
    "two logins",
    "url: http://c, username: a, passwordFile: x, bearerTokenFile: y",
    /has more than one of passwordFile/,
  ],
  ["a user alone", "url: http://c, username: a", /needs username and passwordFile or passwordEnv together/],
  ["a certificate alone", "url: http://c, tls: { cert: x }", /needs cert and key together/],
  [
    "a variable that is not set",
    "url: http://c, bearerTokenEnv: NOT_SET",
    /NOT_SET, which the configuration names, is not set/,
  ],
])("a Prometheus with %s is refused in one sentence", (_what, keys, sentence) => {
  expect(() => readConfig(withFile(`clusters: [{ name: a, prometheus: { ${keys} } }]`))).toThrow(sentence);
});

test("reads what only reads as words", () => {
  expect(readConfig(withFile('readList: ["jcmd 1  GC.heap_info "]')).readList).toEqual([["jcmd", "1", "GC.heap_info"]]);
  expect(() => readConfig(withFile('readList: [" "]'))).toThrow(/readList/);
});

test("a cluster has one Prometheus", () => {
  const text = "clusters: [{ name: a, prometheusUrl: http://c, prometheus: { url: http://c } }]";
  expect(() => readConfig(withFile(text))).toThrow(/has prometheus and prometheusUrl/);
});
