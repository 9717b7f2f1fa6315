// The board as this page holds it: a snapshot fetched page by page, then kept current by the live
// stream. Looking at a past moment closes the stream, since the past does not change by itself.
import { SvelteMap } from "svelte/reactivity";
import { api, asProblem, type Problem, type When } from "../api/client";
import type { Campaign, Cell, Obligation, Organisation, Status, TargetTurn } from "../api/types";
import { openStream, type Stream } from "../live/stream";
import type { ServerEvent } from "../live/parser";
import { onServerClock, serverSays } from "./clock.svelte";
import { resumeSession } from "./session.svelte";

const TOKEN_SETTLES_MS = 1_000;
/** Between two reloads that the server asks for: a node that asks again and again is not asked as often. */
const RELOAD_MS = 10_000;
const PAGE = 200;

export const cellKey = (organisation: string, obligation: string): string => `${organisation}/${obligation}`;

export interface EntryNews {
  origin: string;
  size: number;
}

class Board {
  campaign = $state.raw<Campaign | null>(null);
  obligations = $state.raw<Obligation[]>([]);
  organisations = $state.raw<Organisation[]>([]);
  cells = new SvelteMap<string, Cell>();
  at = $state<string | null>(null);
  known = $state<string | null>(null);
  cursor = $state<string | null>(null);
  lostSince = $state<number | null>(null);
  problem = $state.raw<Problem | null>(null);
  complete = $state(false);
  /** Keys of cells that turned lately, newest last, for a quiet mark on the matrix. */
  turned = new SvelteMap<string, number>();
  /** Changes with every target turn and every journal entry, so that open pages fetch anew. */
  lastTurn = $state.raw<TargetTurn | null>(null);
  lastEntry = $state.raw<EntryNews | null>(null);

  #stream: Stream | null = null;
  #round = 0;
  #reloadedAt = -RELOAD_MS;
  #reloadWaits = -1;
  /** What is heard while the board is fetched anew. */
  #meanwhile: ServerEvent[] | null = null;

  counts = $derived.by(() => {
    const counts: Partial<Record<Status, number>> = {};
    for (const cell of this.cells.values()) counts[cell.status] = (counts[cell.status] ?? 0) + 1;
    return counts;
  });

  cell(organisation: string, obligation: string): Cell | undefined {
    return this.cells.get(cellKey(organisation, obligation));
  }

  organisationName(id: string): string {
    const found = this.campaign?.organisations.find((o) => o.id === id) ?? this.organisations.find((o) => o.id === id);
    return found?.name ?? id;
  }

  obligationTitle(id: string): string {
    return this.obligations.find((o) => o.id === id)?.title ?? id;
  }

  /** Whether `id` is `above` itself or stands below it in the tree of organisations. */
  isOwnOrBelow(id: string, above: string): boolean {
    let here: string | null | undefined = id;
    for (let depth = 0; here && depth < 32; depth += 1) {
      if (here === above) return true;
      here = this.campaign?.organisations.find((o) => o.id === here)?.parent;
    }
    return false;
  }

  async open(when: When = {}): Promise<void> {
    const round = (this.#round += 1);
    this.#stream?.close();
    this.#stream = null;
    this.problem = null;
    const loaded = await this.#load(round, when);
    if (loaded && !when.at && !when.known) this.#listen(round);
  }

  /** Whether it is there; what it is not there for is the board's problem. */
  async #load(round: number, when: When): Promise<boolean> {
    try {
      const campaign = await api.campaign();
      if (round !== this.#round) return false;
      serverSays(campaign.now);
      this.campaign = campaign;
      await this.#loadCells(round, when);
    } catch (fault) {
      if (round === this.#round) this.problem = asProblem(fault);
      return false;
    }
    return round === this.#round;
  }

  async #loadCells(round: number, when: When): Promise<void> {
    let after: string | null = null;
    let first = true;
    this.complete = false;
    do {
      const page = await api.board(when, after, PAGE);
      if (round !== this.#round) return;
      if (first) {
        this.cells.clear();
        this.organisations = page.organisations;
        this.at = page.at;
        this.known = when.known ?? null;
        this.cursor = page.cursor;
        serverSays(page.now);
      }
      this.obligations = first ? page.obligations : [...this.obligations, ...page.obligations];
      for (const cell of page.cells) this.cells.set(cellKey(cell.organisation, cell.obligation), cell);
      after = page.next;
      first = false;
    } while (after !== null);
    this.complete = true;
  }

  #listen(round: number): void {
    this.#stream = openStream(api.eventsAddress, this.cursor, {
      onEvent: (event) => this.#take(event, round),
      onContact: () => (this.lostSince = null),
      onLost: (since) => (this.lostSince ??= onServerClock(since)),
      onRefused: () => void this.#resume(round),
    });
  }

  /** The session may have got another token just when the stream came back with the old one. */
  async #resume(round: number): Promise<void> {
    // The answer that brings the new token is a moment behind the end of the old one.
    await new Promise((resolve) => setTimeout(resolve, TOKEN_SETTLES_MS));
    try {
      await api.session();
    } catch {
      // Signed out: whoever asks the server hears of it, and the frame shows the door.
      return;
    }
    if (round === this.#round) this.#listen(round);
  }

  /**
   * Fetches the board anew: at once, unless that was done a moment ago. The stream goes on: begun again from the cursor
   * of that board, it might say the same again. What is heard meanwhile still counts, and may be newer than the answer.
   */
  async #reload(round: number): Promise<void> {
    if (this.#reloadWaits === round) return;
    this.#reloadWaits = round;
    const wait = this.#reloadedAt + RELOAD_MS - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (round !== this.#round) return;
    this.#reloadedAt = performance.now();
    this.#reloadWaits = -1;
    const heard: ServerEvent[] = [];
    this.#meanwhile = heard;
    const loaded = await this.#load(round, {});
    if (this.#meanwhile === heard) this.#meanwhile = null;
    if (loaded) for (const event of heard) this.#apply(event);
  }

  #take(event: ServerEvent, round: number): void {
    if (round !== this.#round) return;
    this.#meanwhile?.push(event);
    this.#apply(event);
    if (event.name === "reload") void this.#reload(round);
  }

  #apply(event: ServerEvent): void {
    if (event.id) this.cursor = event.id;
    if (event.name === "reload") return;
    // What one is told on every page changed: who opens one's data in an emergency.
    if (event.name === "session") return void resumeSession().catch(() => undefined);
    const data: unknown = JSON.parse(event.data);
    if (event.name === "cells") {
      // Its `now` is the moment the cells are judged for, not the clock.
      const { cells } = data as { cells: Cell[] };
      for (const cell of cells) this.#put(cell);
    } else if (event.name === "target") {
      this.lastTurn = data as TargetTurn;
    } else if (event.name === "entry") {
      this.lastEntry = data as EntryNews;
    }
  }

  #put(cell: Cell): void {
    const key = cellKey(cell.organisation, cell.obligation);
    if (this.cells.get(key)?.status !== cell.status) this.turned.set(key, Date.now());
    this.cells.set(key, cell);
  }

  /** Hears nothing more, and keeps what it knew. */
  leave(): void {
    this.#round += 1;
    this.#stream?.close();
    this.#stream = null;
  }

  close(): void {
    this.leave();
    this.cells.clear();
    this.obligations = [];
    this.campaign = null;
    this.lostSince = null;
    this.at = null;
    this.known = null;
  }
}

export const board = new Board();
