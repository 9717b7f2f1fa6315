// The pages that come when they are first opened, so that the door and the Situation page come fast over a bad line.
import { bring as bringLanguage } from "../i18n/bundles";

export const pages = {
  obligation: () => import("./obligation/Obligation.svelte"),
  obligations: () => import("./obligations/Obligations.svelte"),
  target: () => import("./target/Target.svelte"),
  network: () => import("./network/Network.svelte"),
  journal: () => import("./journal/Journal.svelte"),
  reports: () => import("./Reports.svelte"),
  disclosed: () => import("./Disclosed.svelte"),
  account: () => import("./account/Account.svelte"),
};

/** Brings the other pages while nobody waits: the line may be gone when they are wanted. */
export function bringAll(): void {
  const bring = (): void => {
    // One that does not come now is asked for again when it is opened.
    for (const page of Object.values(pages)) void page().catch(() => undefined);
    void bringLanguage("en").catch(() => undefined);
  };
  if ("requestIdleCallback" in globalThis) requestIdleCallback(bring);
  else setTimeout(bring, 1_000);
}
