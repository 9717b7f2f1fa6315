// Whether the node records, and whether it lives or plays. A journal found rolled back is read as before and takes
// nothing until a person decides; the board of a drill is of nothing that happened: every screen says so.
import { api, onDrill } from "../api/client";
import type { NodeState } from "../api/types";
import { serverRuns, serverSays } from "./clock.svelte";

const LOOK_AGAIN_MS = 60_000;
/** A drill's clock runs as fast as its machine plays. */
const LOOK_AT_DRILL_MS = 3_000;

class NodeNews {
  state = $state.raw<NodeState | null>(null);
  /** Seconds of a drill in a real one; null where nothing is played. Every answer says so, to whoever is not in too. */
  speed = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #round = 0;

  constructor() {
    onDrill((speed) => {
      this.speed = speed;
      serverRuns(speed ?? 1);
    });
  }

  follow(): void {
    this.leave();
    void this.#look(this.#round);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.#round += 1;
    this.state = null;
  }

  async #look(round: number): Promise<void> {
    try {
      const state = await api.node();
      if (round !== this.#round) return;
      this.state = state;
      if (state.drill) serverSays(state.drill.clock);
    } catch {
      // Lost contact is told by the stream; what was known of the node stays.
    }
    if (round !== this.#round) return;
    this.#timer = setTimeout(() => void this.#look(round), this.speed === null ? LOOK_AGAIN_MS : LOOK_AT_DRILL_MS);
  }
}

export const node = new NodeNews();
