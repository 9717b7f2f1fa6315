// The papers that are written from a campaign, and who writes which for whom.
import type { Paper } from "../../api/types";

/** What is written most comes first. */
export const PAPERS = ["results", "situation", "upward", "direction", "plan", "assignment", "minutes"] as const satisfies readonly Paper[];

/** What an organisation writes for itself alone. */
const OWN: readonly Paper[] = ["upward", "direction", "plan", "assignment"];

export const isOwn = (paper: Paper): boolean => OWN.includes(paper);

/** The paper of a name that stands in an address; the results where it is none. */
export const paperOf = (name: string | null): Paper => PAPERS.find((paper) => paper === name) ?? "results";

/** About whom a paper may be asked for: about everything the viewer sees, or one organisation; of one's own, oneself. */
export const isAskedOf = (paper: Paper, organisation: string, own: string): boolean => organisation === "" || !isOwn(paper) || organisation === own;
