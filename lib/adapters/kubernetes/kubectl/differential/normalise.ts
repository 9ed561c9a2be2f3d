/** The differences between two calls that are nobody's: named, and asked for by the cases that need them. */
const normalisers = {
  /** The runtime makes up an id for each exec. */
  execId: (text: string) => text.replace(/[0-9a-f]{64}/g, "EXEC-ID"),
  /** Ages go on between two calls; the width they take is kept where it is no fraction. Applied to all that only reads. */
  ages: (text: string) =>
    text
      .replace(/\b(?:\d+[hm])*\d+\.\d+s\b/g, "DURATION")
      .replace(/\b(?:\d+[smhdy]){1,2}\b/g, (age) => "~".repeat(age.length)),
  /** RFC 3339 times, as `rollout restart` writes them. */
  timestamps: (text: string) =>
    text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, "TIMESTAMP"),
  /** RFC 1123 times, as descriptions write them. */
  times: (text: string) => text.replace(/\w{3}, \d\d \w{3} \d{4} [\d:]{8} [+-]\d{4}/g, "TIME"),
  /** The random end of a pod's name, of which two twins have one each. */
  podNames: (text: string) =>
    text.replace(/\b(?:[bcdf-hj-np-tv-xz2456789]{8,10}-)?[bcdf-hj-np-tv-xz2456789]{5}\b/g, "POD"),
  /** A service account's secret, of which each namespace has its own. */
  tokenNames: (text: string) => text.replace(/default-token-[a-z0-9]{5}/g, "TOKEN"),
  /** Tokens that the server signs, with the time of each in them. */
  signedTokens: (text: string) => text.replace(/eyJ[\w-]+(?:\.[\w-]+){2}/g, "SIGNED"),
  uids: (text: string) => text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "UID"),
  /** Lines in any order: several streams are followed at once. */
  lineOrder: (text: string) => text.split("\n").sort().join("\n"),
} as const;
export type NormaliserName = keyof typeof normalisers;

export function normalised(text: string, names: readonly NormaliserName[] = []): string {
  return names.reduce((current, name) => normalisers[name](current), text);
}
