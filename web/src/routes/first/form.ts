// A campaign file as the page edits it: the file's own keys. Pure: what each button does to it.
import type { Reading, ReadObligation } from "../../api/types";

/** What a draft writes wherever a person must decide. */
export const FILL = "ĐIỀN";

export interface OrganisationForm {
  id: string;
  name?: string;
  kind: string;
  parent?: string;
}

/** A limit, with the document it comes from. */
export interface ThresholdForm {
  name: string;
  op: string;
  value: number | null;
  unit: string;
  source: string;
  source_date: string;
}

export interface CheckForm {
  kind: string;
  targets?: string[];
  requires?: string;
  briefing?: string;
  shifts?: string[];
  checklist?: { item: string; title?: string }[];
  thresholds?: ThresholdForm[];
  [key: string]: unknown;
}

export interface ObligationForm {
  id: string;
  title?: string;
  quote: string;
  span?: [number, number];
  sector?: string;
  owners: string[];
  modality?: string;
  condition?: { quote: string; span?: [number, number] };
  due?: string;
  due_strict?: boolean;
  check: CheckForm[];
}

export interface CampaignForm {
  campaign: { id: string; title: string; from: string; to: string; [key: string]: unknown };
  organisation: OrganisationForm[];
  obligation: ObligationForm[];
  target?: { id: string; [key: string]: unknown }[];
  [key: string]: unknown;
}

/** A stretch of the letter: code points of its NFC text. */
export interface Stretch {
  quote: string;
  span: readonly number[];
}

export const KINDS = ["regulator", "telecom_operator", "postal_operator", "agency", "unit"] as const;
export const SECTORS = ["telecom", "post", "information_security", "press"] as const;
export const CHECKS = ["acknowledgement", "inspection", "plan", "availability", "quality", "briefing", "report"] as const;
export const PLANS = ["filed", "approved", "tested"] as const;

export const OPS = ["<", "<=", ">", ">="] as const;

/** A limit to be filled in: no number is proposed that no document was shown for. */
export function freshThreshold(): ThresholdForm {
  return { name: "rtt_us_p95", op: "<", value: null, unit: "us", source: "", source_date: "" };
}

/** A check with what its kind needs, left open where only a person knows it. */
export function freshCheck(kind: string, quote: string): CheckForm {
  switch (kind) {
    case "inspection":
      return { kind, checklist: clauses(quote).map((title, i) => ({ item: `muc-${i + 1}`, title })) };
    case "plan":
      return { kind, requires: "filed" };
    case "availability":
    case "quality":
      return { kind, targets: [] };
    case "briefing":
      return { kind, briefing: FILL, shifts: [] };
    default:
      return { kind };
  }
}

/** What stands between semicolons: what an inspector ticks one by one. */
export function clauses(quote: string): string[] {
  const parts = quote.split(/\s+/).join(" ").split(";");
  return parts.map((part) => part.trim().replace(/\.+$/, "")).filter((part) => part !== "");
}

const spanOf = ({ span }: Stretch): [number, number] => [span[0] ?? 0, span[1] ?? 0];

/** The first id of this kind that nothing else has. */
function freeId(taken: readonly string[], stem: string): string {
  for (let number = 1; ; number += 1) {
    const id = `${stem}-${number}`;
    if (!taken.includes(id)) return id;
  }
}

/** One more obligation from a stretch of the letter, among the others by where it stands; its id. */
export function addObligation(form: CampaignForm, stretch: Stretch): string {
  const id = freeId(form.obligation.map((one) => one.id), "nv-them");
  const owners = form.organisation.filter((one) => one.kind !== "regulator").map((one) => one.id);
  return putBack(form, { id, quote: stretch.quote, span: spanOf(stretch), owners, check: [{ kind: "acknowledgement" }] });
}

/** An obligation stands among the others by where it stands in the letter; its id. */
export function putBack(form: CampaignForm, one: ObligationForm): string {
  const after = form.obligation.findIndex((other) => (other.span?.[0] ?? 0) > (one.span?.[0] ?? 0));
  form.obligation.splice(after < 0 ? form.obligation.length : after, 0, one);
  return one.id;
}

/** Another stretch of the letter is the obligation's wording. */
export function requote(one: ObligationForm, stretch: Stretch): void {
  [one.quote, one.span] = [stretch.quote, spanOf(stretch)];
}

/** An organisation goes by another short name, wherever it is named. */
export function renameOrganisation(form: CampaignForm, from: string, to: string): void {
  for (const one of form.organisation) {
    if (one.id === from) one.id = to;
    if (one.parent === from) one.parent = to;
  }
  for (const one of form.obligation) one.owners = one.owners.map((owner) => (owner === from ? to : owner));
  for (const one of form.target ?? []) if (one["owner"] === from) one["owner"] = to;
}

export function addOrganisation(form: CampaignForm): void {
  const id = freeId(form.organisation.map((one) => one.id), "don-vi");
  const parent = form.organisation.find((one) => one.kind === "regulator")?.id;
  form.organisation.push({ id, name: "", kind: FILL, ...(parent === undefined ? {} : { parent }) });
}

/** An organisation goes, and nothing is owed by it any more. */
export function removeOrganisation(form: CampaignForm, id: string): void {
  form.organisation = form.organisation.filter((one) => one.id !== id);
  for (const one of form.obligation) one.owners = one.owners.filter((owner) => owner !== id);
}

/** What the reader says of an obligation drafted from the letter; none of one that a person added. */
export function readOf(reading: Reading | null, id: string): ReadObligation | undefined {
  return reading?.obligations.find((one) => one.id === id);
}

/** Whether a person still has something to decide of it. */
export function isOpen(one: ObligationForm): boolean {
  if (one.owners.length === 0 || one.check.length === 0) return true;
  return JSON.stringify(one).includes(`"${FILL}`) || one.check.some((check) => (check.kind === "availability" || check.kind === "quality") && (check.targets ?? []).length === 0);
}

/** The place in a list that a fault's field names: `obligation[3].due` is 3; null where it is about something else. */
export function placeOf(field: string, list: string): number | null {
  const found = new RegExp(`^${list}\\[(\\d+)\\]`).exec(field);
  return found ? Number(found[1]) : null;
}
