type Words = readonly (string | null)[];

const psqlValues = /^-[cdfFhpPRUv]$/;

/** The host that a psql command names, by `-h`, a URI or `key=value` words; null when none is, or only the shell knows. */
export function psqlHost(words: Words): string | null {
  const flag = flagValue(words, ["-h", "--host"]);
  if (flag !== undefined) {
    return flag;
  }
  const database = flagValue(words, ["-d", "--dbname"]) ?? operandsOf(words, psqlValues)[0] ?? null;
  return uriHost(database) ?? /(?:^|\s)host(?:addr)?\s*=\s*'?([^\s']+)/.exec(database ?? "")?.[1] ?? null;
}

/** The host that a redis-cli command names; without one it means this machine. */
export function redisHost(words: Words): string | null {
  const uri = flagValue(words, ["-u"]);
  if (uri !== undefined) {
    return uriHost(uri);
  }
  const flag = flagValue(words, ["-h"]);
  return flag === undefined ? "127.0.0.1" : flag;
}

/** Undefined without the flag; null when its value is only known when it runs. */
function flagValue(words: Words, [short = "", long]: readonly string[]): string | null | undefined {
  for (const [index, word] of words.entries()) {
    if (word === short || (long !== undefined && word === long)) {
      return words[index + 1] ?? null;
    }
    if (long !== undefined && word?.startsWith(`${long}=`)) {
      return word.slice(long.length + 1);
    }
    if (word?.startsWith(short) && word.length > 2 && !word.startsWith("--")) {
      return word.slice(2);
    }
  }
  return undefined;
}

function operandsOf(words: Words, takesValue: RegExp): Words {
  return words.filter((word, index) => !word?.startsWith("-") && !takesValue.test(words[index - 1] ?? ""));
}

function uriHost(text: string | null): string | null {
  return text !== null && /^(?:postgres(?:ql)?|rediss?):\/\//.test(text) && URL.canParse(text)
    ? new URL(text).hostname
    : null;
}
