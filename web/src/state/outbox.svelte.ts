// The outbox of the duty log as the pages share it: written entries go in, the server takes them out,
// and while there is no contact they are tried again.
import { api, type Problem } from "../api/client";
import type { DutyNote } from "../api/types";
import * as memory from "./memory";
import { keepWaiting, sendAll, waitingOf, type Waiting } from "../routes/duty/outbox";

const RETRY_MS = 10_000;

class Outbox {
  waiting = $state.raw<Waiting[]>([]);
  busy = $state(false);
  held = $state.raw<Problem | null>(null);
  /** Grows with every entry the server took, so that lists fetch anew. */
  sent = $state(0);

  #login: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(login: string): void {
    if (this.#login === login) return;
    this.#login = login;
    this.waiting = waitingOf(memory, login);
    void this.send();
  }

  /** Another may sign in here: what waits stays kept for its writer, and out of sight. */
  close(): void {
    clearTimeout(this.#timer);
    this.#login = null;
    this.waiting = [];
    this.held = null;
  }

  put(note: DutyNote): void {
    this.#keep([...this.waiting, { note, refused: null }]);
    void this.send();
  }

  drop(id: string): void {
    this.#keep(this.waiting.filter((one) => one.note.id !== id));
  }

  async send(): Promise<void> {
    if (this.busy || this.#login === null) return;
    clearTimeout(this.#timer);
    this.busy = true;
    const login = this.#login;
    let again = true;
    while (again && login === this.#login) {
      const before = new Set(this.waiting.map((one) => one.note.id));
      const outcome = await sendAll(this.waiting, (note) => api.logDuty(note), (left) => {
        if (login !== this.#login) return;
        // What was written or thrown away meanwhile is not as it was when sending began.
        const now = new Set(this.waiting.map((one) => one.note.id));
        const written = this.waiting.filter((one) => !before.has(one.note.id));
        this.#keep([...left.filter((one) => now.has(one.note.id)), ...written]);
      });
      if (login !== this.#login) break;
      this.sent += outcome.sent;
      this.held = outcome.held;
      again = outcome.held === null && this.waiting.some((one) => one.refused === null && !before.has(one.note.id));
    }
    this.busy = false;
    if (this.held !== null) this.#timer = setTimeout(() => void this.send(), RETRY_MS);
  }

  #keep(waiting: Waiting[]): void {
    this.waiting = waiting;
    if (this.#login !== null) keepWaiting(memory, this.#login, waiting);
  }
}

export const outbox = new Outbox();
addEventListener("online", () => void outbox.send());
