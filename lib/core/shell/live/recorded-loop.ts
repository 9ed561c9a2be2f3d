import { remoteCall, remoteScript } from "../logins";
import { type RepeatingLoop, repeatingLoop } from "./repeating-loop";

/** The variables that go along to a host stand before its script. */
const givenBefore = /^(?:[A-Za-z_]\w*=(?:'[^']*'|\\')+\n)*/;

/** The loop that a script takes samples by; of one that runs on a host the samples are taken there, the loop is here. */
export function recordedLoop(script: string): RepeatingLoop | null {
  const there = remoteScript(script);
  const [given = ""] = there === null ? [] : (givenBefore.exec(there.script) ?? []);
  const loop = repeatingLoop(there?.script.slice(given.length) ?? script);
  if (loop === null || there === null) {
    return loop;
  }
  const { counter, sample } = loop;
  const call = counter === null ? there.login : `${there.login} ${counter}="$${counter};"`;
  return { ...loop, sample: remoteCall(call, given + sample) };
}
