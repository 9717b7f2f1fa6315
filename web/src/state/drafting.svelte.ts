// A campaign in the making. It lives in this page alone, until it is issued: neither the node nor the browser's storage
// keeps a letter that may yet turn out not to be for them.
import type { CampaignCheck, LetterBeside, Reading } from "../api/types";
import { addTargets, type CampaignForm, type ObligationForm } from "../routes/first/form";
import type { Sheet } from "../routes/first/targets";

export const drafting = $state<{
  letters: LetterBeside[];
  /** The campaign file as it was checked or typed last. */
  file: string;
  /** Its keys, while the page edits those; null while the text is edited. */
  form: CampaignForm | null;
  /** What was read of the letter. */
  reading: Reading | null;
  /** Obligations that a person took out, as they were. */
  dropped: ObligationForm[];
  checked: CampaignCheck | null;
  checkedFile: string;
  /** What the last check said of the cards, each with the card it is about. */
  told: { fault: CampaignCheck["faults"][number]; card: string | null }[];
  /** The keys were edited since they were checked. */
  touched: boolean;
  said: string;
}>({
  letters: [],
  file: "",
  form: null,
  reading: null,
  dropped: [],
  checked: null,
  checkedFile: "",
  told: [],
  touched: false,
  said: "",
});

/** Whether what was checked last is what stands there now. */
export function isFresh(): boolean {
  return drafting.checked !== null && drafting.checkedFile === drafting.file && !drafting.touched;
}

/** Puts the targets of a sheet to what is drafted already, on the cards or behind the text. */
export function addToDraft(sheet: Sheet): void {
  drafting.checked = null;
  if (drafting.form) {
    addTargets(drafting.form, sheet.rows);
    drafting.touched = true;
  } else {
    drafting.file = `${drafting.file.trimEnd()}\n\n${sheet.toml}\n`.trimStart();
  }
}
