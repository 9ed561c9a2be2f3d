/**
 * Node's own network code is loaded when one of these is first looked at, as the shell's package does while it is
 * evaluated. Imported before everything else: a child never holds it.
 */
const names = [
  "fetch",
  "Headers",
  "Request",
  "Response",
  "FormData",
  "WebSocket",
  "CloseEvent",
  "EventSource",
  "XMLHttpRequest",
];

for (const name of names) {
  Reflect.deleteProperty(globalThis, name);
}
