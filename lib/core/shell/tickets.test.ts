import { expect, it } from "vitest";
import { ticketsOf } from "./tickets";

it.each([
  [
    'beads create "Investigate and fix memory leak in API" --type task --priority 0',
    ["Investigate and fix memory leak in API"],
  ],
  ["bd create 'Look at the cache' -p 1 && bd create --title=Twice", ["Look at the cache", "Twice"]],
  ["gh issue create --title 'OOM of api' --body x --label bug", ["OOM of api"]],
  ['gh issue create -R org/repo -t "It\'s back"', ["It's back"]],
  ["glab issue create -t leak --description x", ["leak"]],
  ["jira issue create -tTask -s'Raise the limit' -b x", ["Raise the limit"]],
  ["jira issue create -tTask -s 'Raise the limit' --no-input", ["Raise the limit"]],
  ["jira create --project OPS --summary 'Write it up'", ["Write it up"]],
  ['beads create "Leak on $(date)" --type task', [null]],
  ["gh issue create", [null]],
  ["gh issue list; beads list; jira issue view X-1; kubectl create ns x", []],
])("%s files %j", (script, titles) => {
  expect(ticketsOf(script)).toEqual(titles);
});
