// What a refusal about one's own account says: by the field at fault where one is named, in the reader's language.
import type { Problem } from "../../api/client";
import { t, tOr } from "../../i18n/language.svelte";
import { fieldSaid } from "../../i18n/said";

const FIELDS: Record<string, string> = {
  old: "account-fault-password",
  password: "account-fault-password",
  new: "account-fault-new",
  code: "account-fault-code",
};

/** `password` is what the form means by that field: the one there is, or, at the invitation, a new one. */
export function saidOf(problem: Problem, password: "present" | "new" = "present"): string {
  const fault = problem.fields[0];
  if (fault) {
    const id = FIELDS[fault.field === "password" && password === "new" ? "new" : fault.field];
    return id === undefined ? fieldSaid(fault) : t(id);
  }
  return tOr(`problem-${problem.code}`, problem.detail || t("problem-unnamed", { status: problem.status }));
}
