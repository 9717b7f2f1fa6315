// What a refusal about one's own account says: by the field at fault where one is named, in the reader's language.
import type { Problem } from "../../api/client";
import { t, tOr } from "../../i18n/language.svelte";

const FIELDS: Record<string, string> = {
  old: "account-fault-password",
  password: "account-fault-password",
  new: "account-fault-new",
  code: "account-fault-code",
};

export function saidOf(problem: Problem): string {
  const fault = problem.fields[0];
  if (fault) {
    // At the invitation the password is the new one.
    const isNew = fault.field === "new" || (fault.field === "password" && !fault.what.includes("your password"));
    const id = isNew ? "account-fault-new" : FIELDS[fault.field];
    return id === undefined ? `${fault.field}: ${fault.what}` : t(id);
  }
  return tOr(`problem-${problem.code}`, problem.detail || t("problem-unnamed", { status: problem.status }));
}
