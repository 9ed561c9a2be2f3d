import fc from "fast-check";
import { expect, it } from "vitest";
import { createScrubber } from "./scrub-secrets";

function scrubbed(...pieces: string[]) {
  const scrubber = createScrubber();
  const text = pieces.map((piece) => scrubber.push(piece)).join("") + scrubber.end();
  return { text, count: scrubber.count };
}

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcDEF_-123";

it.each([
  [`token is ${jwt}!`, "token is [secret]!"],
  ["Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [secret]"],
  ["postgres://app:hunter2@db:5432/x", "postgres://app:[secret]@db:5432/x"],
  ["redis://:hunter2@cache", "redis://:[secret]@cache"],
  ["DB_PASSWORD=hunter2000 next", "DB_PASSWORD=[secret] next"],
  ["aws_secret_key: abcd1234", "aws_secret_key: [secret]"],
  ['{"apiKey": "0a1b2c3d4e"}', '{"apiKey": "[secret]"}'],
  ["aws AKIAABCDEFGHIJKLMNOP end", "aws [secret] end"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIabc\nxyz\n-----END RSA PRIVATE KEY-----\nafter\n", "[secret]\nafter\n"],
])("%j", (written, shown) => {
  expect(scrubbed(written)).toEqual({ text: shown, count: 1 });
});

it("hides values that became known, the longest first, wherever they stand", () => {
  const known = new Set<string>();
  const scrubber = createScrubber(known);
  expect(scrubber.push("abc hunter2000\n")).toBe("abc hunter2000\n");
  known.add("hunter").add("hunter2000");
  expect(scrubber.push("abc hunter2000 hunter\n")).toBe("abc [secret] [secret]\n");
  expect(scrubber.count).toBe(2);
});

it.each([
  "NAME     READY   STATUS\napi-1    1/1     Running\n",
  "secretName: api-tls\nmountPath: /run/secrets\n",
  "max_tokens: 4096, token: null, has_password=true",
  "http://prometheus:9090/api/v1/query?query=up",
  "Mounts:\n  /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-x2 (ro)\n",
  "2026-01-01T00:00:00Z basic checks done, bearer of news",
])("leaves %j as it is", (text) => {
  expect(scrubbed(text)).toEqual({ text, count: 0 });
});

it("finds a secret wherever output is cut into pieces, and loses nothing else", () => {
  const whole = `one\nkey ${jwt} end\npassword: hunter2000\nlast without a line end`;
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...cuts, whole.length].sort((a, b) => a - b);
      const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
      expect(scrubbed(...pieces)).toEqual(scrubbed(whole));
    }),
  );
});

it("holds no line back for ever", () => {
  const scrubber = createScrubber();
  expect(scrubber.push("x".repeat(70_000)).length).toBe(70_000);
});

/** Two million characters: time that grows with the square of a line is hours, and the test's limit ends it. */
it.each(["a.", "a-", "a:", "token", "eyJ", "eyJaaaaaaaa-", "x://", "://a:", "password ", "Bearer ", "-----BEGIN "])(
  "takes time in proportion to a line of %j",
  (hostile) => {
    const line = `${hostile.repeat(2_000_000 / hostile.length)}\n`;
    expect(scrubbed(line)).toEqual({ text: line, count: 0 });
  },
);
