import { type StreamMessage, seqOf } from "@/lib/features/timeline/schema";
import { type Haste, type LiveStatus, Upstream } from "./upstream";
import { needsReopening, topicOf, type Wants, wantsAfter } from "./wants";

type Listener = (message: StreamMessage) => void;

/** What tabs say to each other. The leader is the tab that holds the lock and, with it, the stream. */
type TabMessage =
  | {
      readonly type: "want";
      readonly tab: string;
      readonly topics: readonly (readonly [string, number])[];
      readonly when: Haste;
    }
  | { readonly type: "bye"; readonly tab: string }
  | { readonly type: "lead" }
  | { readonly type: "message"; readonly message: StreamMessage }
  | { readonly type: "status"; readonly status: LiveStatus };

const NAME = "headroom-live";

/**
 * One live connection for all tabs of a browser: HTTP/1.1 allows six to a host, and a war room is opened in more tabs
 * than that. The tabs elect a leader with a lock; it holds the stream and passes on what arrives. Where locks are
 * missing (plain http) each tab holds its own. Receivers drop what they have seen, so a repeated message does no harm.
 */
export class LiveClient {
  readonly #tab = `${performance.timeOrigin}-${performance.now()}-${Math.random()}`;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #watchers = new Set<() => void>();
  readonly #wants = new Map<string, Wants>();
  readonly #presence = new Map<string, StreamMessage>();
  /** Topics that nobody listens to yet, and what has come of them. */
  readonly #expected = new Map<string, StreamMessage[]>();
  readonly #upstream: Upstream;
  #mine = new Map<string, number>();
  #channel: BroadcastChannel | null = null;
  #release: (() => void) | null = null;
  #isLeader = false;
  #status: LiveStatus = "connecting";

  constructor() {
    this.#upstream = new Upstream({
      onMessage: (message) => {
        if (message.kind === "presence") {
          this.#presence.set(message.incidentId, message);
        }
        this.#post({ type: "message", message });
        this.#deliver(message);
      },
      onStatus: (status) => {
        this.#post({ type: "status", status });
        this.#setStatus(status);
      },
    });
  }

  /** Joins the tabs of this browser; the returned function leaves them. */
  join(): () => void {
    if (!("locks" in navigator)) {
      this.#lead();
      return () => this.#leave();
    }
    const channel = new BroadcastChannel(NAME);
    this.#channel = channel;
    channel.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => this.#hear(data));
    this.#sendWants();
    const waiting = new AbortController();
    const held = new Promise<void>((resolve) => {
      this.#release = resolve;
    });
    const leading = navigator.locks.request(NAME, { signal: waiting.signal }, () => {
      this.#lead();
      return held;
    });
    // Left while still waiting for the lock: the request ends with an abort, which is what was asked for.
    leading.catch(() => undefined);
    return () => {
      waiting.abort();
      this.#leave();
    };
  }

  /** Calls `listener` with every message of `topic` after number `after`; the returned function stops it. */
  listen(topic: string, after: number, listener: Listener): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    this.#mine.set(topic, Math.min(after, this.#mine.get(topic) ?? after));
    this.#sendWants();
    for (const message of this.#expected.get(topic) ?? []) {
      listener(message);
    }
    this.#expected.delete(topic);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) {
        this.#listeners.delete(topic);
        this.#mine.delete(topic);
        this.#sendWants();
      }
    };
  }

  /** Asks for a topic that somebody will soon listen to, so that it is carried by then. */
  expect(topic: string): void {
    if (!this.#mine.has(topic)) {
      this.#expected.set(topic, []);
      this.#mine.set(topic, 0);
      this.#sendWants("at-once");
    }
  }

  /** Takes an `expect` back that nobody listened to. */
  forget(topic: string): void {
    if (this.#expected.delete(topic)) {
      this.#mine.delete(topic);
      this.#sendWants();
    }
  }

  watchStatus = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  status = (): LiveStatus => this.#status;

  #lead(): void {
    this.#isLeader = true;
    this.#wants.clear();
    this.#post({ type: "lead" });
    this.#sendWants();
  }

  #leave(): void {
    this.#post({ type: "bye", tab: this.#tab });
    this.#release?.();
    this.#channel?.close();
    this.#upstream.close();
    this.#channel = null;
    this.#isLeader = false;
  }

  #sendWants(when: Haste = "soon"): void {
    const topics = [...this.#mine];
    if (this.#isLeader) {
      this.#accept(this.#tab, new Map(topics), when);
    } else {
      this.#post({ type: "want", tab: this.#tab, topics, when });
    }
  }

  #hear(said: TabMessage): void {
    switch (said.type) {
      case "want":
        this.#accept(said.tab, new Map(said.topics), said.when);
        return;
      case "bye":
        this.#wants.delete(said.tab);
        return;
      case "lead":
        this.#sendWants();
        return;
      case "message":
        this.#deliver(said.message);
        return;
      case "status":
        this.#setStatus(said.status);
    }
  }

  #accept(tab: string, asked: Wants, when: Haste): void {
    if (!this.#isLeader) {
      return;
    }
    const before = this.#wants.get(tab) ?? new Map<string, number>();
    this.#wants.set(tab, asked);
    const open = this.#upstream.reached;
    if (needsReopening(open, before, asked)) {
      this.#upstream.open(wantsAfter(open, { before, asked }, this.#wants.values()), when);
      return;
    }
    this.#post({ type: "status", status: this.#status });
    for (const message of this.#presence.values()) {
      this.#post({ type: "message", message });
      this.#deliver(message);
    }
  }

  #deliver(message: StreamMessage): void {
    const topic = topicOf(message);
    const listeners = this.#listeners.get(topic);
    if (!listeners) {
      this.#expected.get(topic)?.push(message);
      return;
    }
    this.#mine.set(topic, Math.max(seqOf(message), this.#mine.get(topic) ?? 0));
    for (const listener of listeners) {
      listener(message);
    }
  }

  #setStatus(status: LiveStatus): void {
    this.#status = status;
    for (const watcher of this.#watchers) {
      watcher();
    }
  }

  #post(said: TabMessage): void {
    this.#channel?.postMessage(said);
  }
}
