// The text/event-stream format (WHATWG HTML §9.2.6), fed chunk by chunk. Comments are reported too:
// a heartbeat is how a page tells a quiet campaign from a dead line.

export interface ServerEvent {
  id: string | null;
  name: string;
  data: string;
}

export interface Heard {
  events: ServerEvent[];
  comments: number;
}

export class EventParser {
  #rest = "";
  #id: string | null = null;
  #name = "";
  #data: string[] = [];

  push(chunk: string): Heard {
    const heard: Heard = { events: [], comments: 0 };
    // A chunk may end between CR and LF; keep the CR until its partner is known.
    let text = this.#rest + chunk;
    let held = "";
    if (text.endsWith("\r")) {
      held = "\r";
      text = text.slice(0, -1);
    }
    const lines = text.split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? "") + held;
    for (const line of lines) this.#line(line, heard);
    return heard;
  }

  #line(line: string, heard: Heard): void {
    if (line === "") {
      if (this.#data.length > 0) {
        heard.events.push({ id: this.#id, name: this.#name || "message", data: this.#data.join("\n") });
      }
      this.#name = "";
      this.#data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) {
      heard.comments += 1;
      return;
    }
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id" && !value.includes("\0")) this.#id = value;
    else if (field === "event") this.#name = value;
    else if (field === "data") this.#data.push(value);
  }
}
