import { type StreamMessage, seqOf } from "@/lib/features/timeline/schema";
import { streamUrl, topicOf, type Wants } from "./wants";

/** "soon" waits for what else is asked for; "at-once" is for what somebody has just clicked on. */
export type Haste = "soon" | "at-once";
export type LiveStatus = "connecting" | "live" | "lost";

type Handlers = {
  readonly onMessage: (message: StreamMessage) => void;
  readonly onStatus: (status: LiveStatus) => void;
};

const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;
/** Topics that parts of a page or other tabs ask for within this time share one connection. */
const GATHER_MS = 40;

/**
 * The one EventSource of this browser. The browser itself resumes a broken connection with `Last-Event-ID`; after a
 * refusal, which it gives up on, the stream is opened again from the places reached, a little later each time.
 */
export class Upstream {
  readonly #handlers: Handlers;
  #source: EventSource | null = null;
  /** Those before it, which carry on until it is open. */
  #older: EventSource[] = [];
  #reached = new Map<string, number>();
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(handlers: Handlers) {
    this.#handlers = handlers;
  }

  /** Topic to place reached of what is carried now. */
  get reached(): Wants {
    return this.#reached;
  }

  /** Carries these topics from these places on. */
  open(wants: Wants, when: Haste): void {
    this.#reached = new Map(wants);
    this.#openAfter(when === "soon" ? GATHER_MS : 0);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#closeOlder();
    this.#reached.clear();
  }

  #closeOlder(): void {
    for (const source of this.#older.splice(0)) {
      source.close();
    }
  }

  #openAfter(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), delayMs);
  }

  #connect(): void {
    if (this.#source) {
      this.#older.push(this.#source);
      this.#source = null;
    }
    if (this.#reached.size === 0) {
      this.#closeOlder();
      return;
    }
    const source = new EventSource(streamUrl(this.#reached));
    this.#source = source;
    source.addEventListener("open", () => {
      this.#failures = 0;
      this.#closeOlder();
      this.#handlers.onStatus("live");
    });
    source.addEventListener("message", ({ data }: MessageEvent<string>) => this.#receive(data));
    source.addEventListener("error", () => this.#lose(source));
  }

  #receive(data: string): void {
    const message: StreamMessage = JSON.parse(data);
    const topic = topicOf(message);
    this.#reached.set(topic, Math.max(seqOf(message), this.#reached.get(topic) ?? 0));
    this.#handlers.onMessage(message);
  }

  #lose(source: EventSource): void {
    if (source !== this.#source) {
      return;
    }
    this.#handlers.onStatus("lost");
    if (source.readyState === EventSource.CLOSED) {
      const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? RETRY_MS[0];
      this.#failures += 1;
      this.#openAfter(delay);
    }
  }
}
