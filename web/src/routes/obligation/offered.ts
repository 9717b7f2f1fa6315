// Which forms a cell offers: those whose action the server says that the viewer may do there, as far as the cell has a
// check that they answer. Who may do what is the server's policy alone.
import type { CellAction, CellDetail, Evidence } from "../../api/types";

export const FORMS = ["acknowledge", "promise", "inspect", "plan", "briefing", "report", "explain", "correct", "waive", "assign"] as const;
export type FormName = (typeof FORMS)[number];

/** One of these lets a person use the form. */
const TAKES: Record<FormName, readonly CellAction[]> = {
  acknowledge: ["acknowledge"],
  promise: ["promise"],
  inspect: ["inspect"],
  plan: ["file_plan", "approve_plan", "test_plan"],
  briefing: ["read_briefing"],
  report: ["submit_report"],
  explain: ["explain"],
  correct: ["correct"],
  waive: ["waive"],
  assign: ["assign"],
};
/** What answers one kind of check alone. */
const ANSWERS: Partial<Record<FormName, string>> = { inspect: "inspection", plan: "plan", briefing: "briefing", report: "report" };

export const PLAN_STEPS = ["filed", "approved", "tested"] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];
const STEP_TAKES: Record<PlanStep, CellAction> = { filed: "file_plan", approved: "approve_plan", tested: "test_plan" };

export const planSteps = (detail: CellDetail): PlanStep[] => PLAN_STEPS.filter((step) => detail.allowed.includes(STEP_TAKES[step]));

/** What the viewer may take back: of one's own organisation every word, since a measurement is nobody's; from above
    whatever stands there. */
export function correctable(detail: CellDetail, own: boolean): Evidence[] {
  if (!detail.allowed.includes("correct")) return [];
  return own ? detail.evidence.filter((one) => one.grade !== "measured" && one.origin.endsWith(`/${detail.cell.organisation}`)) : detail.evidence;
}

export function offered(detail: CellDetail, own: boolean): FormName[] {
  const { allowed, cell } = detail;
  const kinds = new Set([...detail.findings.map((one) => one.check), ...(detail.obligation.checks ?? []).map((one) => one.kind)]);
  const settled = cell.status === "proven" || cell.status === "waived";
  return FORMS.filter((name) => {
    const check = ANSWERS[name];
    if (!TAKES[name].some((action) => allowed.includes(action)) || (check !== undefined && !kinds.has(check))) return false;
    if (name === "promise") return !settled;
    return name !== "correct" || correctable(detail, own).length > 0;
  });
}
