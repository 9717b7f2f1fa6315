// A small history router: the address is the state, so that a view can be sent to a colleague.
import { pageOf, type Match } from "../routes/pages";

let path = $state(location.pathname);
let search = $state(location.search);

addEventListener("popstate", () => {
  path = location.pathname;
  search = location.search;
});

const current = $derived(pageOf(path));
const parameters = $derived(new URLSearchParams(search));

/** The page of the present address; null where there is no such page. */
export function here(): Match | null {
  return current;
}

export function parameter(name: string): string | null {
  return parameters.get(name);
}

export function go(address: string): void {
  const url = new URL(address, location.origin);
  if (url.pathname + url.search === path + search) return;
  history.pushState(null, "", url);
  const turned = url.pathname !== path;
  path = url.pathname;
  search = url.search;
  if (turned) scrollTo(0, 0);
}

/** Changes parameters of the present page; null or "" removes one. */
export function setParameters(changes: Record<string, string | null>): void {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(key);
    else next.set(key, value);
  }
  const text = next.toString();
  search = text === "" ? "" : `?${text}`;
  history.replaceState(null, "", path + search);
}

/** Follows plain left clicks on links of this site without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest("a");
  if (!link || link.target !== "" || link.hasAttribute("download")) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
  if (url.hash !== "" && url.pathname === location.pathname) return;
  event.preventDefault();
  go(url.pathname + url.search);
}

/** An address that keeps the moment asked for: what is opened from the past is read as of then. */
function asOfThen(path: string, more: Record<string, string> = {}): string {
  const kept = new URLSearchParams(more);
  for (const name of ["at", "known"]) {
    const value = parameters.get(name);
    if (value !== null) kept.set(name, value);
  }
  const text = kept.toString();
  return text === "" ? path : `${path}?${text}`;
}

export const paths = {
  situation: "/",
  obligation: (id: string, organisation?: string | null) =>
    asOfThen(`/obligations/${encodeURIComponent(id)}`, organisation ? { organisation } : {}),
  obligations: "/obligations",
  target: (id: string) => `/targets/${encodeURIComponent(id)}`,
  journal: (organisation?: string, index?: number) =>
    asOfThen(`/journal${organisation === undefined ? "" : `/${encodeURIComponent(organisation)}`}${index === undefined ? "" : `/${index}`}`),
  network: "/targets",
  reports: "/reports",
  sources: "/sources",
  sheet: "/sheet",
  duty: "/duty",
  signing: "/reports/signing",
  disputes: "/disputes",
  disclosed: "/disclosed",
  account: "/account",
  first: "/first-campaign",
  administration: (part?: string) => `/administration${part === undefined ? "" : `/${part}`}`,
};
