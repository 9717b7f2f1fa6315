// The live stream: one long answer read as it comes, resumed from the last journal cursor. Read with
// fetch rather than EventSource, because only so are heartbeats heard: two missed ones and the page
// says that contact is lost, instead of showing an old board as if it were now.
import { EventParser, type ServerEvent } from "./parser";

/** The server beats every 15 s. */
const SILENCE_MS = 35_000;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 10_000;
/** The cursor of who sees no log: there is nothing to go on from. */
const NOWHERE = "e30";

export interface StreamHandlers {
  onEvent(event: ServerEvent): void;
  onContact(): void;
  /** Contact was last had at `since` (browser clock). */
  onLost(since: number): void;
  /** The server no longer accepts this session. */
  onRefused(): void;
}

export interface Stream {
  close(): void;
}

export function openStream(address: string, after: string | null, handlers: StreamHandlers): Stream {
  let closed = false;
  let last = after;
  let heardAt = Date.now();
  let retryMs = RETRY_FIRST_MS;
  let attempt: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const heard = (): void => {
    heardAt = Date.now();
    retryMs = RETRY_FIRST_MS;
    handlers.onContact();
  };

  async function read(response: Response): Promise<void> {
    const reader = response.body?.getReader();
    if (!reader) return;
    const decoder = new TextDecoder();
    const parser = new EventParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      for (const event of parser.push(decoder.decode(value, { stream: true })).events) {
        if (event.id !== null) last = event.id;
        handlers.onEvent(event);
      }
    }
  }

  async function connect(): Promise<void> {
    attempt = new AbortController();
    const headers: Record<string, string> = { accept: "text/event-stream" };
    if (last !== null && last !== NOWHERE) headers["last-event-id"] = last;
    try {
      const response = await fetch(address, {
        headers,
        credentials: "same-origin",
        cache: "no-store",
        signal: attempt.signal,
      });
      if (response.status === 401) {
        closed = true;
        handlers.onRefused();
        return;
      }
      if (response.ok) {
        heard();
        await read(response);
      }
    } catch {
      // Refused, reset or silent: all the same to the reader, and all retried below.
    }
    if (closed) return;
    handlers.onLost(heardAt);
    timer = setTimeout(() => void connect(), retryMs * (0.75 + Math.random() / 2));
    retryMs = Math.min(RETRY_MOST_MS, retryMs * 2);
  }

  const watch = setInterval(() => {
    if (Date.now() - heardAt > SILENCE_MS) attempt?.abort();
  }, 5000);

  void connect();
  return {
    close() {
      closed = true;
      clearInterval(watch);
      clearTimeout(timer);
      attempt?.abort();
    },
  };
}
