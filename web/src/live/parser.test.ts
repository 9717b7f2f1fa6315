// Promises about the live stream's format.
import { describe, expect, it } from "vitest";
import { EventParser } from "./parser";

describe("event stream", () => {
  it("an_event_split_anywhere_reads_the_same", () => {
    const text = ": beat\r\n\r\nid: abc\r\nevent: cells\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n";
    for (let cut = 0; cut <= text.length; cut += 1) {
      const parser = new EventParser();
      const heard = [parser.push(text.slice(0, cut)), parser.push(text.slice(cut))];
      expect(heard.flatMap((h) => h.events)).toEqual([{ id: "abc", name: "cells", data: '{"a":\n1}' }]);
      expect(heard.reduce((n, h) => n + h.comments, 0)).toBe(1);
    }
  });
  it("the_last_id_stays_until_another_comes", () => {
    const parser = new EventParser();
    const { events } = parser.push("id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\n");
    expect(events.map((e) => e.id)).toEqual(["1", "1", "2"]);
  });
  it("an_event_without_data_is_not_delivered", () => {
    expect(new EventParser().push("event: cells\n\n").events).toEqual([]);
  });
});
