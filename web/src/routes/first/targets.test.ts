// Promises of the sheet of targets.
import { describe, expect, it } from "vitest";
import { cellsOf, compared, quoted, readSheet } from "./targets";

describe("a sheet of targets", () => {
  it("is_held_against_the_targets_in_force", () => {
    expect(compared(["a", "b"], ["b", "c"])).toEqual({ fresh: ["a"], kept: ["b"], gone: ["c"] });
    expect(compared(["a"], [])).toEqual({ fresh: ["a"], kept: [], gone: [] });
  });
  it("becomes_blocks_of_a_campaign_file", () => {
    const sheet = readSheet('id,title,owner,kind,address,every_s\r\ntram-1,"Trạm ""Bến"", số 1",song,tcp,127.0.0.1:7001,5\r\n\r\ntram-2,,song,icmp,127.0.0.2,\r\n');
    expect(sheet.faults).toEqual([]);
    expect(sheet.ids).toEqual(["tram-1", "tram-2"]);
    expect(sheet.toml).toBe(
      '[[target]]\nid = "tram-1"\ntitle = "Trạm \\"Bến\\", số 1"\nowner = "song"\nkind = "tcp"\naddress = "127.0.0.1:7001"\nevery_s = 5\n\n[[target]]\nid = "tram-2"\nowner = "song"\nkind = "icmp"\naddress = "127.0.0.2"',
    );
  });
  it("takes_what_a_spreadsheet_pastes", () => {
    expect(readSheet("id\towner\tkind\taddress\na\tb\ttcp\t127.0.0.1:1").ids).toEqual(["a"]);
    expect(readSheet("\uFEFFid;owner;kind;address\na;b;tcp;127.0.0.1:1").ids).toEqual(["a"]);
  });
  it("tells_every_fault_by_line_and_column_and_then_takes_nothing", () => {
    const sheet = readSheet('id,owner,kind,address,every_s\na,,tcp,127.0.0.1:1,x\na,b,tcp\n"a,b,tcp,x,1\na,b,tcp,127.0.0.1:1,5');
    expect(sheet.toml).toBe("");
    expect(sheet.faults.map((fault) => `${fault.line} ${fault.column} ${fault.code}`)).toEqual(["2 owner missing", "2 every_s number", "3  columns", "4  quote", "5 id twice"]);
    expect(readSheet("id,owner,colour").faults.map((fault) => fault.column)).toEqual(["kind", "address", "colour"]);
    expect(readSheet("").faults).toHaveLength(5);
  });
  it("never_lets_a_cell_end_its_quotes", () => {
    // A cell is data: whatever it holds, it stays one string of the file.
    expect(quoted('x"\n[[organisation]]')).toBe('"x\\"\\u000a[[organisation]]"');
    expect(quoted("a\\")).toBe('"a\\\\"');
    for (let code = 0; code < 0x120; code += 1) {
      const text = quoted(`a${String.fromCharCode(code)}b`);
      expect(() => JSON.parse(text.replace(/\\u([0-9a-f]{4})/g, "\\u$1")) as unknown, String(code)).not.toThrow();
    }
    expect(cellsOf("a,b,", ",")).toEqual(["a", "b", ""]);
  });
});
