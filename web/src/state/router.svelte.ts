// A small history router: the address is the state, so that a view can be sent to a colleague.

export type Route =
  | { name: "situation" }
  | { name: "obligation"; id: string }
  | { name: "target"; id: string }
  | { name: "journal"; organisation: string | null; index: number | null }
  | { name: "network" }
  | { name: "sources" }
  | { name: "sheet" }
  | { name: "reports" }
  | { name: "disclosed" }
  | { name: "account" }
  | { name: "absent" };

export function routeOf(path: string): Route {
  const parts = path.split("/").filter((p) => p !== "").map(decodeURIComponent);
  const [page, first, second, ...more] = parts;
  if (more.length > 0) return { name: "absent" };
  if (page === undefined) return { name: "situation" };
  if (page === "obligations" && first && !second) return { name: "obligation", id: first };
  if (page === "targets" && first && !second) return { name: "target", id: first };
  if (page === "journal") {
    const index = second === undefined ? null : Number(second);
    if (index !== null && !Number.isSafeInteger(index)) return { name: "absent" };
    return { name: "journal", organisation: first ?? null, index };
  }
  if (page === "targets" && !first) return { name: "network" };
  if (page === "sources" && !first) return { name: "sources" };
  if (page === "sheet" && !first) return { name: "sheet" };
  if (page === "reports" && !first) return { name: "reports" };
  if (page === "disclosed" && !first) return { name: "disclosed" };
  if (page === "account" && !first) return { name: "account" };
  return { name: "absent" };
}

let path = $state(location.pathname);
let search = $state(location.search);

addEventListener("popstate", () => {
  path = location.pathname;
  search = location.search;
});

const current = $derived(routeOf(path));
const parameters = $derived(new URLSearchParams(search));

export function route(): Route {
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

export const paths = {
  situation: "/",
  /** Keeps the moment asked for: a past cell opens as it stood then. */
  obligation: (id: string, organisation?: string | null) => {
    const kept = new URLSearchParams();
    if (organisation) kept.set("organisation", organisation);
    for (const name of ["at", "known"]) {
      const value = parameters.get(name);
      if (value !== null) kept.set(name, value);
    }
    const text = kept.toString();
    return `/obligations/${encodeURIComponent(id)}${text === "" ? "" : `?${text}`}`;
  },
  target: (id: string) => `/targets/${encodeURIComponent(id)}`,
  journal: (organisation?: string, index?: number) =>
    `/journal${organisation === undefined ? "" : `/${encodeURIComponent(organisation)}`}${index === undefined ? "" : `/${index}`}`,
  network: "/targets",
  sources: "/sources",
  sheet: "/sheet",
  reports: "/reports",
  disclosed: "/disclosed",
  account: "/account",
};
