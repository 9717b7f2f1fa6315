// Organisations, cells and obligations as tests invent them.
import type { Cell, Obligation, Organisation, Status } from "../../api/types";

export const organisation = (id: string, parent: string | null): Organisation => ({ id, name: id, kind: "unit", parent });
export const cell = (o: string, b: string, status: Status): Cell => ({
  organisation: o,
  obligation: b,
  status,
  grade: null,
  reason: { code: "x.y", args: {} },
  since: null,
  late: false,
  explained: 0,
  promised_until: null,
  held_by: null,
  next_change_at: null,
  waived: null,
});
export const line = (id: string, title: string, due: string | null = null): Obligation => ({
  id,
  title,
  quote: title,
  span: null,
  due,
  due_strict: false,
  modality: "must",
  condition: null,
  sector: null,
  owners: [],
  checks: [],
});
