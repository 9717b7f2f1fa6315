// Which key a write is sent with. An act that was sent and not answered keeps its key, so that the server carries it
// out once however often it is sent; what was answered is over, and the same words afterwards are another act.
const KEY_BYTES = 16;

/** FNV-1a over a text: what a password or a letter says is not kept for the sake of a key. */
function digest(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const freshKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES)), (byte) => byte.toString(16).padStart(2, "0")).join("");

interface Unanswered {
  key: string;
  /** What the act belongs to. */
  about: string;
  underway: number;
}

/** What an act says: everything that makes it this act and no other. */
export interface Said {
  method: string;
  /** Below the API's base. */
  path: string;
  body: string;
}

export class Keys {
  #unanswered = new Map<string, Unanswered>();

  /**
   * Sends an act under its key. The key outlives a fault that `passing` calls one of the way there; any other end of
   * the act ends its key. So does another act of the same collection that went well: who shut an account out, let it
   * in again and shuts it out once more means the last of it.
   */
  async send<Answer>(said: Said, send: (key: string) => Promise<Answer>, passing: (fault: unknown) => boolean): Promise<Answer> {
    const act = `${said.method} ${said.path} ${said.body.length}:${digest(said.body)}`;
    const mine = this.#unanswered.get(act) ?? { key: freshKey(), about: /^\/[^/?]*/.exec(said.path)?.[0] ?? "", underway: 0 };
    mine.underway += 1;
    this.#unanswered.set(act, mine);
    try {
      const answer = await send(mine.key);
      for (const [other, { about, underway }] of this.#unanswered) {
        if (other === act || (about === mine.about && underway === 0)) this.#unanswered.delete(other);
      }
      return answer;
    } catch (fault) {
      if (!passing(fault) && this.#unanswered.get(act) === mine) this.#unanswered.delete(act);
      throw fault;
    } finally {
      mine.underway -= 1;
    }
  }
}
