// The Vietnamese messages about who holds an obligation for its owner, and the words for a holder; a page that shows them
// names this file.
import type { Holder } from "../api/types";
import { add } from "./bundles";
import { t } from "./language.svelte";

add(import.meta.glob<string>("../../../locales/vi/assignments.ftl", { query: "?raw", import: "default", eager: true }));

/** Unit and person of a holder; without a name that may be shown, that it is a person. */
export function holderText(holder: Holder, person: string | null, unitName: (id: string) => string): string {
  const unit = holder.unit === null ? [] : [unitName(holder.unit)];
  const somebody = holder.account === null ? [] : [person ?? t("holder-somebody")];
  return [...unit, ...somebody].join(" – ");
}
