// In one word how a source stands, the worst first: what a duty officer looks at before any figure.
import type { SourceLine } from "../../api/types";

export type SourceState = "failing" | "silent" | "refused" | "unmatched" | "heard";

export function stateOf(source: SourceLine): SourceState {
  if (source.exchange?.fault != null) return "failing";
  if (source.last_at === null && source.exchange?.reached_at == null) return "silent";
  if (source.refused > 0) return "refused";
  if (source.unmatched > 0) return "unmatched";
  return "heard";
}
