// One try at something the server may refuse: what a form shows while it runs, and what was said against it.
import { asProblem, type Problem } from "../../api/client";
import { t, tOr } from "../../i18n/language.svelte";
import { said } from "../../i18n/said";

export class Attempt {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Runs it; true when nothing was refused. */
  async run(act: () => Promise<void>): Promise<boolean> {
    [this.busy, this.problem] = [true, null];
    try {
      await act();
      return true;
    } catch (fault) {
      this.problem = asProblem(fault);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

/** What a refusal says: by the field at fault, in the reader's language, with what is wrong behind it. */
export function saidOf(problem: Problem): string {
  const fault = problem.fields[0];
  if (!fault) return tOr(`problem-${problem.code}`, problem.detail || t("problem-unnamed", { status: problem.status }));
  const field = fault.field.replace(/\[.*$/, "");
  return `${tOr(`admin-fault-${field}`, field)} (${said(fault)})`;
}
