const dnsName = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const rules: Readonly<Record<string, readonly [RegExp, string]>> = {
  pod: [dnsName, "a pod's name has lower-case letters, digits, dots and hyphens"],
  deployment: [dnsName, "a deployment's name has lower-case letters, digits, dots and hyphens"],
  node: [dnsName, "a node's name has lower-case letters, digits, dots and hyphens"],
  container: [dnsLabel, "a container's name has lower-case letters, digits and hyphens"],
  namespace: [dnsLabel, "a namespace has lower-case letters, digits and hyphens"],
  host: [/^[A-Za-z0-9]([-A-Za-z0-9.:[\]]*[A-Za-z0-9\]])?$/, "a host is a name or an address, with a port if needed"],
  pid: [/^\d{1,10}$/, "a process id is a number"],
  url: [/^https?:\/\/[^\s]+$/, "a URL begins with http:// or https:// and has no spaces"],
  image: [/^[A-Za-z0-9][\w.\-/:@]*$/, "an image is a name with a tag or digest"],
};

/** Does a value fit its parameter's kind? Null when it does, else the sentence to show beside the field. */
export function validateParameter(kind: string, value: string): string | null {
  if (value.length > 2000) {
    return "at most 2,000 characters";
  }
  if (/[^\P{Cc}\t\n]/u.test(value)) {
    return "control characters are not allowed";
  }
  const rule = rules[kind];
  return rule && !rule[0].test(value) ? rule[1] : null;
}
