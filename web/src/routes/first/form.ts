// A campaign file as the page edits it: the file's own keys. Pure: what each button does to it.
import type { Reading, ReadObligation } from "../../api/types";

/** What a draft writes wherever a person must decide. */
export const FILL = "ĐIỀN";

export interface OrganisationForm {
  id: string;
  name?: string;
  kind: string;
  parent?: string;
  successor?: string;
}

export interface ChecklistLine {
  item: string;
  title?: string;
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
  checklist?: ChecklistLine[];
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
export function freshThreshold(kind: string): ThresholdForm {
  const measure = kind === "availability" ? { name: "availability_ppm", op: ">=", unit: "ppm" } : { name: "rtt_us_p95", op: "<", unit: "us" };
  return { ...measure, value: null, source: "", source_date: "" };
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

/** An obligation stands among the others by where it stands in the letter; its id, which is another where its own was given
    away meanwhile. */
export function putBack(form: CampaignForm, one: ObligationForm): string {
  const taken = form.obligation.map((other) => other.id);
  if (taken.includes(one.id)) one = { ...one, id: freeId(taken, one.id) };
  const after = form.obligation.findIndex((other) => (other.span?.[0] ?? 0) > (one.span?.[0] ?? 0));
  form.obligation.splice(after < 0 ? form.obligation.length : after, 0, one);
  return one.id;
}

/** Another stretch of the letter is the obligation's wording. */
export function requote(one: ObligationForm, stretch: Stretch): void {
  [one.quote, one.span] = [stretch.quote, spanOf(stretch)];
}

/** An organisation goes by another short name, wherever it is named. False, and nothing done, where another has it. */
export function renameOrganisation(form: CampaignForm, from: string, to: string): boolean {
  if (to === "" || (to !== from && form.organisation.some((one) => one.id === to))) return false;
  for (const one of form.organisation) {
    if (one.id === from) one.id = to;
    if (one.parent === from) one.parent = to;
    if (one.successor === from) one.successor = to;
  }
  for (const one of form.obligation) one.owners = one.owners.map((owner) => (owner === from ? to : owner));
  for (const one of form.target ?? []) if (one["owner"] === from) one["owner"] = to;
  return true;
}

/**
 * A draft whose authority goes by the short name under which its accounts stand here. A letter knows the authority by
 * its full name alone, and the id drafted from that would be nobody's account.
 */
export function issuedBy(form: CampaignForm | null, organisation: string): CampaignForm | null {
  const drafted = form?.organisation.find((one) => one.kind === "regulator")?.id;
  if (form && drafted !== undefined) renameOrganisation(form, drafted, organisation);
  return form;
}

export function addOrganisation(form: CampaignForm): void {
  const id = freeId(form.organisation.map((one) => one.id), "don-vi");
  const parent = form.organisation.find((one) => one.kind === "regulator")?.id;
  form.organisation.push({ id, name: "", kind: FILL, ...(parent === undefined ? {} : { parent }) });
}

/** An organisation goes: nothing is owed by it any more, and what stood under it stands under what it stood under. Its
    targets stay, and want another owner. */
export function removeOrganisation(form: CampaignForm, id: string): void {
  const above = form.organisation.find((one) => one.id === id)?.parent;
  form.organisation = form.organisation.filter((one) => one.id !== id);
  for (const one of form.organisation) {
    if (one.successor === id) delete one.successor;
    if (one.parent !== id) continue;
    if (above === undefined) delete one.parent;
    else one.parent = above;
  }
  for (const one of form.obligation) one.owners = one.owners.filter((owner) => owner !== id);
}

/** Targets of a sheet: one that is there already is as the sheet has it now. */
export function addTargets(form: CampaignForm, rows: readonly { id: string; [key: string]: unknown }[]): void {
  const given = new Set(rows.map((row) => row.id));
  form.target = [...(form.target ?? []).filter((one) => !given.has(one.id)), ...rows.map((row) => ({ ...row }))];
}

/** The lines of a checklist as they are typed: what a line is called stays where its words stay. */
export function checklistOf(before: readonly ChecklistLine[], text: string): ChecklistLine[] {
  const titles = text.split("\n").map((title) => title.trim()).filter((title) => title !== "");
  const kept = titles.map((title) => before.find((line) => (line.title ?? line.item) === title));
  const taken = kept.flatMap((line) => (line ? [line.item] : []));
  return titles.map((title, i) => {
    const line = kept[i];
    // Words that stand twice are two lines.
    if (line && kept.indexOf(line) === i) return line;
    const item = freeId(taken, "muc");
    taken.push(item);
    return { item, title };
  });
}

/** The form as it is sent: a moment's strictness is nothing without the moment, and stays on the card while one is typed. */
export function toSend(form: CampaignForm): CampaignForm {
  const obligation = form.obligation.map((one) => {
    const { due_strict, ...rest } = one;
    return one.due === undefined || due_strict === undefined ? rest : one;
  });
  return { ...form, obligation };
}

/** The keys of a text as this page edits them: what a text may lack and the cards need is there, empty. Null where it is no
    campaign file at all. */
export function asForm(keys: unknown): CampaignForm | null {
  const isTable = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
  const tables = (value: unknown): Record<string, unknown>[] | null => (value === undefined ? [] : Array.isArray(value) && value.every(isTable) ? value : null);
  if (!isTable(keys) || !isTable(keys["campaign"] ?? {})) return null;
  const [organisations, obligations, targets] = [tables(keys["organisation"]), tables(keys["obligation"]), tables(keys["target"])];
  if (organisations === null || obligations === null || targets === null) return null;
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
  const campaign = (keys["campaign"] ?? {}) as Record<string, unknown>;
  return {
    ...keys,
    campaign: { ...campaign, id: text(campaign["id"]), title: text(campaign["title"]), from: text(campaign["from"]), to: text(campaign["to"]) },
    organisation: organisations.map((one) => ({ ...one, id: text(one["id"]), kind: text(one["kind"]) })),
    obligation: obligations.map((one) => {
      const { owners, check } = one;
      const checks = (tables(check) ?? []).map((line) => ({ ...line, kind: text(line["kind"]) }));
      return { ...one, id: text(one["id"]), quote: text(one["quote"]), owners: texts(owners), check: checks };
    }),
    target: targets.map((one) => ({ ...one, id: text(one["id"]) })),
  };
}

/** What the reader says of an obligation drafted from the letter; none of one that a person added. */
export function readOf(reading: Reading | null, id: string): ReadObligation | undefined {
  return reading?.obligations.find((one) => one.id === id);
}

/** Whether a person still has something to decide of it. */
export function isOpen(one: ObligationForm): boolean {
  return one.owners.length === 0 || one.check.length === 0 || JSON.stringify(one).includes(`"${FILL}`) || one.check.some(wantsMore);
}

function wantsMore(check: CheckForm): boolean {
  const limits = check.thresholds ?? [];
  const isHalf = limits.some((limit) => limit.value === null || limit.source === "" || limit.source_date === "");
  switch (check.kind) {
    case "availability":
      return isHalf || (check.targets ?? []).length === 0;
    case "quality":
      return isHalf || limits.length === 0 || (check.targets ?? []).length === 0;
    case "briefing":
      return (check.shifts ?? []).length === 0;
    default:
      return false;
  }
}

/** How much of the campaign itself and its organisations is still to be decided. */
export function openAround(form: CampaignForm): number {
  const moments = [form.campaign.from, form.campaign.to].filter((moment) => moment === "" || moment.startsWith(FILL));
  return moments.length + form.organisation.filter((one) => one.kind === FILL || one.kind === "").length;
}

/** The place in a list that a fault's field names: `obligation[3].due` is 3; null where it is about something else. */
export function placeOf(field: string, list: string): number | null {
  const found = new RegExp(`^${list}\\[(\\d+)\\]`).exec(field);
  return found ? Number(found[1]) : null;
}
