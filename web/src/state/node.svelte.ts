// Whether the node records. A journal found rolled back is read as before and takes nothing until a
// person decides: every screen says so, for as long as it is so.
import { api } from "../api/client";
import type { NodeState } from "../api/types";

const LOOK_AGAIN_MS = 60_000;

class NodeNews {
  state = $state.raw<NodeState | null>(null);
  #timer: ReturnType<typeof setInterval> | undefined;

  follow(): void {
    this.leave();
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), LOOK_AGAIN_MS);
  }

  leave(): void {
    clearInterval(this.#timer);
    this.state = null;
  }

  async #look(): Promise<void> {
    try {
      this.state = await api.node();
    } catch {
      // Lost contact is told by the stream; what was known of the node stays.
    }
  }
}

export const node = new NodeNews();
