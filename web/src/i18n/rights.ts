// What an entry about rights says, in one line: who may sign in or sign for whom, which key, which reading.
import type { Facts } from "../api/types";
import { momentText, parseTime } from "../time/local";
import "./administration";
import { t, tOr } from "./language.svelte";

/** The line beside an entry of one of these kinds; nothing for other kinds. */
export function rightsText(kind: string, facts: Facts): string | null {
  const text = (key: string): string => String(facts[key] ?? "");
  const change = tOr(`change-${text("change")}`, text("change"));
  const role = (key: string): string => tOr(`role-${text(key)}`, text(key));
  switch (kind) {
    case "account.changed":
      return text("change") === "role_changed"
        ? t("said-role", { change, before: role("role_before"), role: role("role"), account: text("account") })
        : t("said-account", { change, role: role("role"), account: text("account") });
    case "key.changed":
      return t("said-key", { change: text("change") === "made" ? t("change-key-made") : change, key: text("key") });
    case "delegation.changed":
      return t("said-delegation", { change, form: tOr(`form-of-${text("signed_as")}`, text("signed_as")), account: text("account") });
    case "access.opened":
      return t("said-access", { until: momentText(parseTime(text("until")), "with seconds"), account: text("account") });
    default:
      return null;
  }
}
