// Who holds a cell by name: the name lies with the entry that gave it, for those who may read it.
import type { CellDetail, Holder } from "../../api/types";

export function personOf(detail: CellDetail, holder: Holder): string | null {
  const person = detail.evidence.find((one) => one.id === holder.entry)?.private["person"];
  return typeof person === "string" && person !== "erased" ? person : null;
}
