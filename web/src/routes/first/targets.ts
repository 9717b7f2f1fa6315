// A sheet of targets as blocks of a campaign file. Pure: every fault by line and column, nothing half taken.

export interface SheetFault {
  line: number;
  column: string;
  code: "header" | "missing" | "twice" | "number" | "columns" | "quote";
}

export interface Sheet {
  ids: string[];
  /** The same lines by the keys of a campaign file. */
  rows: { id: string; [key: string]: string | number }[];
  toml: string;
  faults: SheetFault[];
}

const NEEDED = ["id", "owner", "kind", "address"] as const;
const TEXTS = ["id", "title", "owner", "kind", "address", "query"];
const NUMBERS = ["every_s", "timeout_ms", "fail_after"];
/** A hundred thousand lines are no sheet for a browser's text field. */
const MOST_LINES = 60_000;

/** The cells of a line; null where a quote does not close. Commas, semicolons or tabs part them, as the header does. */
export function cellsOf(line: string, comma: string): string[] | null {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      let cell = "";
      at += 1;
      for (;;) {
        const end = line.indexOf('"', at);
        if (end < 0) return null;
        cell += line.slice(at, end);
        at = end + 1;
        if (line[at] !== '"') break;
        cell += '"';
        at += 1;
      }
      cells.push(cell);
      if (at < line.length && line[at] !== comma) return null;
    } else {
      const end = line.indexOf(comma, at);
      cells.push(line.slice(at, end < 0 ? undefined : end).trim());
      at = end < 0 ? line.length : end;
    }
    if (at >= line.length) return cells;
    at += 1;
  }
}

/** A text as TOML writes it: quoted, with what cannot stand in quotes escaped. */
export function quoted(text: string): string {
  const escaped = text.normalize("NFC").replace(/["\\]/g, "\\$&");
  // eslint-disable-next-line no-control-regex -- TOML refuses them bare, and so they are written by number
  return `"${escaped.replace(/[\u0000-\u001f\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

export function readSheet(text: string): Sheet {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/).slice(0, MOST_LINES);
  const head = lines[0] ?? "";
  const comma = ["\t", ";", ","].find((one) => head.includes(one)) ?? ",";
  const columns = (cellsOf(head, comma) ?? []).map((name) => name.trim().toLowerCase());
  const faults: SheetFault[] = [];
  for (const name of NEEDED) if (!columns.includes(name)) faults.push({ line: 1, column: name, code: "header" });
  for (const name of columns) if (!TEXTS.includes(name) && !NUMBERS.includes(name)) faults.push({ line: 1, column: name, code: "header" });
  if (faults.length > 0) return { ids: [], rows: [], toml: "", faults };
  const seen = new Set<string>();
  const blocks: string[] = [];
  const rows: Sheet["rows"] = [];
  for (const [i, raw] of lines.entries()) {
    const line = i + 1;
    if (i === 0 || raw.trim() === "") continue;
    const cells = cellsOf(raw, comma);
    if (cells === null) {
      faults.push({ line, column: "", code: "quote" });
      continue;
    }
    if (cells.length !== columns.length) {
      faults.push({ line, column: "", code: "columns" });
      continue;
    }
    const of = (name: string): string => cells[columns.indexOf(name)]?.trim() ?? "";
    for (const name of NEEDED) if (of(name) === "") faults.push({ line, column: name, code: "missing" });
    if (seen.has(of("id"))) faults.push({ line, column: "id", code: "twice" });
    seen.add(of("id"));
    const numbers = NUMBERS.filter((name) => of(name) !== "");
    for (const name of numbers) if (!/^[1-9]\d{0,5}$/.test(of(name))) faults.push({ line, column: name, code: "number" });
    const texts = TEXTS.filter((name) => of(name) !== "").map((name) => `${name} = ${quoted(of(name))}`);
    const kept = TEXTS.filter((name) => of(name) !== "").map((name): [string, string] => [name, of(name).normalize("NFC")]);
    rows.push({ id: of("id"), ...Object.fromEntries([...kept, ...numbers.map((name): [string, number] => [name, Number(of(name))])]) });
    blocks.push(["[[target]]", ...texts, ...numbers.map((name) => `${name} = ${of(name)}`)].join("\n"));
  }
  return faults.length > 0 ? { ids: [], rows: [], toml: "", faults } : { ids: [...seen], rows, toml: blocks.join("\n\n"), faults };
}

/** A sheet held against the targets in force: which are new, which stay, which the sheet leaves out. */
export function compared(sheet: readonly string[], inForce: readonly string[]): { fresh: string[]; kept: string[]; gone: string[] } {
  const [listed, known] = [new Set(sheet), new Set(inForce)];
  return {
    fresh: sheet.filter((id) => !known.has(id)),
    kept: sheet.filter((id) => known.has(id)),
    gone: inForce.filter((id) => !listed.has(id)),
  };
}
