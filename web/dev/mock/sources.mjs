// Sources and sheets of an invented operator, for building their pages.
import { iso, now } from "./clock.mjs";

const ago = (minutes) => iso(now() - minutes * 60_000);
const figures = { recorded: 0, repeated: 0, nothing: 0, refused: 0, unproven: 0, unmatched: 0, unmatched_objects: [], exchange: null };

export const sources = [
  { ...figures, id: "zbx", kind: "zabbix", targets: 12, last_at: ago(3), recorded: 41, repeated: 7, nothing: 9, unmatched: 5,
    unmatched_objects: [
      { object: { host: "core-thi-tran-phia-bac-01.song-xanh.example", trigger_id: "22391" }, count: 4, first_at: ago(300), last_at: ago(12) },
      { object: { host: "ups-kho" }, count: 1, first_at: ago(44), last_at: ago(44) },
    ],
    exchange: { reached_at: ago(8), failing_since: ago(7), fault: "zabbix.song-xanh.example:443 answered with status 502 Bad Gateway", told: 6, untold: 1, caught_up: 3 } },
  { ...figures, id: "noc", kind: "webhook", targets: 4, last_at: ago(1), recorded: 120, repeated: 3, unproven: 2 },
  { ...figures, id: "tap", kind: "folder", targets: 2, last_at: null },
];

export const sheet = (applied) => ({
  recorded: 2, repeated: 1, faulty: 2, sheet: "Kiểm tra", sheets: ["Bìa", "Kiểm tra"],
  rows: [
    { line: 3, outcome: applied ? "recorded" : "would_be_recorded", receipt: applied ? { id: "0194b2f0-0000-7000-8000-000000000001", origin: "nut.example/song-xanh", index: 12, leaf: "00", recorded_at: iso() } : null, faults: [], notes: [{ column: "at", cell: "C3", what: "local_date" }], read: { obligation: "ra-soat-thiet-bi", organisation: null, at: ago(2000), signer: "Trần Văn A", items: [{ item: "may-no", result: "pass" }, { item: "ac-quy", result: "fail" }] } },
    { line: 4, outcome: applied ? "recorded" : "would_be_recorded", receipt: null, faults: [], notes: [{ column: "obligation", cell: "B4", what: "merged" }, { column: "ac-quy", cell: "F4", what: "formula" }], read: { obligation: "ra-soat-thiet-bi", organisation: null, at: ago(1900), signer: "Lê Thị B", items: [{ item: "may-no", result: "not_applicable" }, { item: "ac-quy", result: "pass" }] } },
    { line: 5, outcome: "repeated", receipt: { id: "0194b2f0-0000-7000-8000-000000000002", origin: "nut.example/song-xanh", index: 7, leaf: "00", recorded_at: iso() }, faults: [], notes: [], read: { obligation: "ra-soat-thiet-bi", organisation: "song-xanh-bac", at: ago(3000), signer: "Phạm C", items: [{ item: "may-no", result: "pass" }] } },
    { line: 6, outcome: "faulty", receipt: null, faults: [{ column: "at", cell: "C6", what: "\"7h sáng\" is not a time; write it as 2027-02-06T00:00:00+07:00", code: "cell_no_time", args: { value: "7h sáng" } }, { column: "may-no", cell: "E6", what: "is none of: pass, đạt, fail, chưa đạt, not_applicable, không áp dụng", code: "cell_none_of", args: { words: "pass, đạt, fail, chưa đạt, not_applicable, không áp dụng" } }], notes: [], read: null },
    { line: 7, outcome: "faulty", receipt: null, faults: [{ column: "", cell: null, what: "is the inspection of line 3: same obligation, organisation and moment", code: "row_repeats", args: { line: "3" } }], notes: [], read: null },
  ],
});
