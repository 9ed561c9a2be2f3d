import { expect, it } from "vitest";
import { withRemoteScripts } from "./remote-heredocs";
import { riskOf } from "./risk/risk-of";

it.each([
  ["ssh web-1 <<'EOF'\nuptime\nrm -rf \"$HOME/tmp\"\nEOF\n", "ssh web-1 'uptime\nrm -rf \"$HOME/tmp\"'\n"],
  ["ssh -T deploy@web-1 << EOF\nuptime\nEOF\necho done", "ssh -T deploy@web-1 'uptime'\necho done"],
  ["ssh web-1 <<-EOF | grep load\n\tuptime\n\tEOF\n", "ssh web-1 'uptime' | grep load\n"],
  ['ssh web-1 <<EOF\necho "$APP" \\$HOME\nEOF\n', 'ssh web-1 "echo \\"$APP\\" \\$HOME"\n'],
  ["ssh web-1 bash -s <<'EOF'\necho it's\nEOF\n", "ssh web-1   'bash -c '\\''echo it'\\''\\'\\'''\\''s'\\'''\n"],
  ["for h in a b; do\nssh $h <<'EOF'\nuptime\nEOF\ndone", "for h in a b; do\nssh $h 'uptime'\ndone"],
])("%j", (script, spoken) => {
  expect(withRemoteScripts(script)).toBe(spoken);
});

it.each([
  "cat <<EOF\nssh web-1\nEOF\n",
  "ssh web-1 uptime <<EOF\nx\nEOF\n",
  "ssh web-1 bash <<EOF\necho $APP\nEOF\n",
  'ssh web-1 <<EOF\necho $(date "+%F")\nEOF\n',
  "ssh web-1 <<EOF\nuptime\n",
  "ssh web-1 <<EOF > out\nuptime\nEOF\n",
  "ssh <<EOF\nuptime\nEOF\n",
])("%j stays", (script) => {
  expect(withRemoteScripts(script)).toBe(script);
});

it("says what is destroyed there", () => {
  expect(riskOf(withRemoteScripts("ssh web-1 sudo bash <<'EOF'\nrm -rf /data/old\nEOF\n")).risk).toBe("destructive");
  expect(riskOf(withRemoteScripts("ssh web-1 <<'EOF'\nuptime\ndf -h\nEOF\n")).risk).toBe("read");
});
