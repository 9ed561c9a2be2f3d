import type { Suite } from "./case";

export const suite: Suite = {
  verb: "cp",
  reads: [
    "cp",
    "cp a b",
    "cp a",
    "cp a:/x b:/y -n $NS",
    "cp nosuch:/etc/hostname x -n $NS",
    "cp $NS/nosuch:/etc/hostname x",
    "cp talker:/etc/hostname x -n $NS -c nosuch",
    "cp talker: x -n $NS",
    "cp :/x x -n $NS",
    "cp a/b/c:/x x -n $NS",
    "cp nosuchfile talker:/tmp/x -n $NS",
    "cp talker:/etc/hostname x -n $NS --nosuch",
    "cp talker:/etc/hostname x -n $NS --retries=x",
  ],
};
