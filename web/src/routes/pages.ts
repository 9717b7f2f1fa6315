// Every page, one line each: its address, its title, whether the bar above names it, and where its code lies. A page's
// code is fetched when it is first opened, so that the door costs little. `:part` stands for any part of an address,
// `:part#` for a number, `?` after either for one that may be absent.
import type { Component } from "svelte";
import { bring as bringLanguage } from "../i18n/bundles";
import type { Session } from "../api/types";
import { partsOf } from "./administration/parts";

// Each page names its own properties, and the router hands over the parts of the address by name.
type Loaded = Promise<{ default: Component<any> }>;

export interface Page {
  name: string;
  path: string;
  /** Message id. */
  title: string;
  load: () => Loaded;
  /** The bar above names it. */
  nav?: true;
  /** The page it hangs from, which the bar above marks while it is open. */
  under?: string;
  /** Found by name in the search box; what needs parts of an address is not. */
  open?: true;
  /** Shown without anybody signed in, too. */
  free?: true;
  /** Whether this viewer has anything to do there; everybody where absent. */
  for?: (who: Session) => boolean;
}

/** Who has a part in a first campaign: the administrator invites, the authority issues. */
const begins = (role: string): boolean => ["administrator", "regulator_head", "regulator_desk"].includes(role);

/** Who reads what organisations owe and show: an administrator keeps accounts and reads nobody's evidence. */
const reads = (who: Session): boolean => who.role !== "administrator";

export const PAGES: readonly Page[] = [
  { name: "situation", path: "/", title: "nav-situation", nav: true, open: true, load: () => import("./situation/Situation.svelte") },
  { name: "obligation", path: "/obligations/:id", title: "obligation", under: "obligations", load: () => import("./obligation/Obligation.svelte") },
  { name: "obligations", path: "/obligations", title: "nav-obligations", nav: true, open: true, for: reads, load: () => import("./obligations/Obligations.svelte") },
  { name: "network", path: "/targets", title: "nav-network", nav: true, open: true, for: reads, load: () => import("./network/Network.svelte") },
  { name: "target", path: "/targets/:id", title: "target", under: "network", load: () => import("./target/Target.svelte") },
  { name: "sources", path: "/sources", title: "sources-title", under: "network", open: true, for: reads, load: () => import("./sources/Sources.svelte") },
  { name: "sheet", path: "/sheet", title: "sheet-title", under: "obligations", open: true, for: reads, load: () => import("./sources/Sheet.svelte") },
  { name: "duty", path: "/duty", title: "nav-duty", nav: true, open: true, for: reads, load: () => import("./duty/Duty.svelte") },
  { name: "journal", path: "/journal/:organisation?/:index#?", title: "nav-journal", nav: true, open: true, for: reads, load: () => import("./journal/Journal.svelte") },
  { name: "reports", path: "/reports", title: "nav-reports", nav: true, open: true, for: reads, load: () => import("./reports/Reports.svelte") },
  { name: "signing", path: "/reports/signing", title: "signing", under: "reports", for: reads, load: () => import("./signing/Signing.svelte") },
  { name: "disputes", path: "/disputes", title: "disputes", under: "reports", open: true, for: reads, load: () => import("./disputes/Disputes.svelte") },
  { name: "disclosed", path: "/disclosed", title: "nav-disclosed", nav: true, open: true, for: reads, load: () => import("./Disclosed.svelte") },
  { name: "administration", path: "/administration/:part?", title: "nav-administration", nav: true, open: true, for: (who) => partsOf(who).length > 0, load: () => import("./administration/Administration.svelte") },
  { name: "account", path: "/account", title: "nav-account", open: true, load: () => import("./account/Account.svelte") },
  { name: "first", path: "/first-campaign", title: "nav-first", open: true, for: (who) => begins(who.role), load: () => import("./first/First.svelte") },
  { name: "design", path: "/design", title: "nav-design", open: true, free: true, load: () => import("./design/Design.svelte") },
];

/** Its address without the parts that may be absent. */
export const addressOf = (page: Page): string => page.path.replace(/\/:\w+#?\?/g, "") || "/";

export interface Match {
  page: Page;
  parts: Record<string, string>;
}

function matchOf(page: Page, given: string[]): Match | null {
  const parts: Record<string, string> = {};
  const wanted = page.path.split("/").filter((part) => part !== "");
  if (given.length > wanted.length) return null;
  for (const [i, want] of wanted.entries()) {
    const part = given[i];
    const [, name, number, optional] = /^:(\w+)(#)?(\?)?$/.exec(want) ?? [];
    if (part === undefined) {
      if (optional === undefined) return null;
    } else if (name === undefined) {
      if (part !== want) return null;
    } else if (number !== undefined && !/^\d{1,15}$/.test(part)) {
      return null;
    } else {
      parts[name] = part;
    }
  }
  return { page, parts };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The page of an address; none where there is no such page. */
export function pageOf(path: string): Match | null {
  const given = path.split("/").filter((part) => part !== "").map(decoded);
  for (const page of PAGES) {
    const match = matchOf(page, given);
    if (match) return match;
  }
  return null;
}

/** Brings the other pages while nobody waits: the line may be gone when they are wanted. */
export function bringAll(): void {
  const bring = (): void => {
    // One that does not come now is asked for again when it is opened.
    for (const page of PAGES) void page.load().catch(() => undefined);
    void bringLanguage("en").catch(() => undefined);
  };
  if ("requestIdleCallback" in globalThis) requestIdleCallback(bring);
  else setTimeout(bring, 1_000);
}
