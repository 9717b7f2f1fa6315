// The parts of the Administration page, and which of them a role is offered. What it may do there is the server's to say.
import type { Session } from "../../api/types";

export const ADMIN_PARTS = ["people", "recoveries", "keys", "delegations", "organisations", "targets", "openings"] as const;
export type AdminPart = (typeof ADMIN_PARTS)[number];

/** The parts of the Administration page worth offering to a role. */
export function partsOf(who: Session | null): readonly AdminPart[] {
  if (who === null) return [];
  if (who.role === "administrator") return ADMIN_PARTS;
  if (who.role === "regulator_head" || who.role === "operator_manager") {
    // Who holds accounts elsewhere is shown while it is opened.
    return who.role === "regulator_head" && who.openings.some((one) => one.own) ? ["people", "delegations", "organisations", "targets", "openings"] : ["delegations", "organisations", "targets", "openings"];
  }
  return [];
}
