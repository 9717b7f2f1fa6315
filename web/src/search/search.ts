// What the search box lists: the screens' own pages, which it knows, and what the server found. Pure.
import type { SearchHit, Session } from "../api/types";
import { plain } from "../i18n/plain";
import { addressOf, PAGES } from "../routes/pages";

export interface Choice {
  kind: "page" | "organisation" | "obligation" | "target" | "entry";
  title: string;
  /** What stands beside the title: an id, whose it is. */
  note: string;
  href: string;
}

const part = encodeURIComponent;

/** The pages whose names have every word. */
export function pageChoices(question: string, who: Session | null, titleOf: (id: string) => string): Choice[] {
  const words = plain(question).split(/\s+/).filter((word) => word !== "");
  return PAGES.filter((page) => page.open && (!page.for || (who !== null && page.for(who))))
    .map((page) => ({ kind: "page" as const, title: titleOf(page.title), note: "", href: addressOf(page) }))
    .filter((choice) => words.every((word) => plain(choice.title).includes(word)));
}

/** Where a hit is opened. */
export function hrefOf(hit: SearchHit): string {
  switch (hit.kind) {
    case "organisation":
      return `/?organisation=${part(hit.id)}`;
    case "obligation":
      return `/obligations/${part(hit.id)}${hit.organisation === null ? "" : `?organisation=${part(hit.organisation)}`}`;
    case "target":
      return `/targets/${part(hit.id)}`;
    case "entry":
      if (hit.index !== null && hit.organisation !== null) return `/journal/${part(hit.organisation)}/${hit.index}`;
      return hit.obligation === null ? "/journal" : `/obligations/${part(hit.obligation)}${hit.organisation === null ? "" : `?organisation=${part(hit.organisation)}`}`;
  }
}

export function hitChoices(hits: readonly SearchHit[], nameOf: (organisation: string) => string, kindOf: (kind: string) => string): Choice[] {
  return hits.map((hit) => ({
    kind: hit.kind,
    title: hit.kind === "entry" ? kindOf(hit.title) : hit.title,
    note: [hit.kind === "organisation" || hit.organisation === null ? "" : nameOf(hit.organisation), hit.kind === "obligation" ? "" : hit.id].filter((one) => one !== "").join(" · "),
    href: hrefOf(hit),
  }));
}
