// What the wallboard shows in turn, and when it may no longer be taken for the present. Pure.
import type { Campaign, Cell, Obligation, Organisation, Status } from "../../api/types";
import { STATUSES } from "../../api/types";
import { rankOf } from "../situation/lines";

/** How many rows a page of each kind holds at a size that is read from five metres. */
export const ROWS = { wanting: 3, organisations: 7, coming: 6 } as const;
/** Further pages of what wants somebody are told by their number: a wall that turns for minutes says nothing. */
const MOST_WANTING_PAGES = 3;

export type View =
  | { kind: "counts" }
  | { kind: "wanting"; cells: Cell[]; page: number; pages: number; rest: number }
  | { kind: "organisations"; organisations: Organisation[]; page: number; pages: number }
  | { kind: "coming"; items: Coming[] };

export interface Coming {
  kind: "due" | "critical";
  id: string;
  title: string;
  /** Milliseconds. */
  at: number;
}

function pagesOf<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

/** Cells that want somebody now, worst first, the newest first among equals. */
export function wantingOf(cells: Iterable<Cell>): Cell[] {
  return [...cells]
    .filter((cell) => rankOf(cell.status) <= rankOf("at_risk"))
    .sort((a, b) => rankOf(a.status) - rankOf(b.status) || (b.since ?? "").localeCompare(a.since ?? ""));
}

/** What falls due next and which critical hours begin next, soonest first. */
export function comingOf(campaign: Pick<Campaign, "critical">, obligations: readonly Pick<Obligation, "id" | "title" | "due">[], now: number): Coming[] {
  const dues = obligations.filter((one) => one.due !== null).map((one) => ({ kind: "due" as const, id: one.id, title: one.title, at: Date.parse(one.due ?? "") }));
  const hours = campaign.critical.map((one) => ({ kind: "critical" as const, id: one.id, title: one.title, at: Date.parse(one.from) }));
  return [...dues, ...hours].filter((one) => one.at > now).sort((a, b) => a.at - b.at).slice(0, ROWS.coming);
}

/** The views in their order; what has nothing to say is left out, the counts never are. */
export function viewsOf(cells: Iterable<Cell>, columns: Organisation[], coming: Coming[]): View[] {
  const wanting = wantingOf(cells);
  const wantingPages = pagesOf(wanting, ROWS.wanting);
  const shown = wantingPages.slice(0, MOST_WANTING_PAGES);
  const rest = wantingPages.slice(MOST_WANTING_PAGES).flat().length;
  const organisations = pagesOf(columns, ROWS.organisations);
  return [
    { kind: "counts" },
    ...shown.map((page, i) => ({ kind: "wanting" as const, cells: page, page: i, pages: shown.length, rest: i === shown.length - 1 ? rest : 0 })),
    ...organisations.map((page, i) => ({ kind: "organisations" as const, organisations: page, page: i, pages: organisations.length })),
    ...(coming.length > 0 ? [{ kind: "coming" as const, items: coming }] : []),
  ];
}

/** The worst status among some cells; what an organisation's line shows first. */
export function worstOf(cells: Iterable<Cell>): Status | null {
  const ranks = [...cells].map((cell) => rankOf(cell.status));
  return ranks.length === 0 ? null : (STATUSES[Math.min(...ranks)] ?? null);
}

/** A stream that comes back at once is no loss of contact: the server ends each one now and then. */
const GRACE_MS = 3_000;

/** Since when what stands on the wall is no longer the present; null while it is. */
export function staleSince(lostSince: number | null, endedAt: number | null, now: number): number | null {
  if (endedAt !== null) return endedAt;
  return lostSince !== null && now - lostSince > GRACE_MS ? lostSince : null;
}

/** Hours, minutes and seconds of an age, the largest two that say something. */
export function ageOf(ms: number): { hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor(ms / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 };
}

/** Where the picture stands in a given minute, in pixels off its place: no line burns into the panel. */
export function shiftOf(minute: number): { x: number; y: number } {
  const around = [
    [0, 0], [6, 0], [12, 0], [12, 6], [12, 12], [6, 12], [0, 12], [0, 6],
  ] as const;
  const [x, y] = around[((minute % around.length) + around.length) % around.length] ?? [0, 0];
  return { x, y };
}
