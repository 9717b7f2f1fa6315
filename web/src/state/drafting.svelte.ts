// A campaign in the making. It lives in this page alone, until it is issued: neither the node nor the browser's storage
// keeps a letter that may yet turn out not to be for them.
import type { CampaignCheck, LetterBeside, Reading } from "../api/types";
import type { CampaignForm } from "../routes/first/form";

export const drafting = $state<{
  letters: LetterBeside[];
  /** The campaign file as it was checked or typed last. */
  file: string;
  /** Its keys, while the page edits those; null while the text is edited. */
  form: CampaignForm | null;
  /** What was read of the letter. */
  reading: Reading | null;
  checked: CampaignCheck | null;
  checkedFile: string;
  /** The keys were edited since they were checked. */
  touched: boolean;
  said: string;
}>({
  letters: [],
  file: "",
  form: null,
  reading: null,
  checked: null,
  checkedFile: "",
  touched: false,
  said: "",
});

/** Whether what was checked last is what stands there now. */
export function isFresh(): boolean {
  return drafting.checked !== null && drafting.checkedFile === drafting.file && !drafting.touched;
}

/** Puts blocks behind what is drafted already. */
export function addToDraft(toml: string): void {
  drafting.form = null;
  drafting.file = `${drafting.file.trimEnd()}\n\n${toml}\n`.trimStart();
}
