// A campaign in the making. It lives in this page alone, until it is issued: neither the node nor the browser's storage
// keeps a letter that may yet turn out not to be for them.
import type { CampaignCheck, LetterBeside } from "../api/types";

export const drafting = $state<{ letters: LetterBeside[]; file: string; checked: CampaignCheck | null; checkedFile: string; said: string }>({
  letters: [],
  file: "",
  checked: null,
  checkedFile: "",
  said: "",
});

/** Puts blocks behind what is drafted already. */
export function addToDraft(toml: string): void {
  drafting.file = `${drafting.file.trimEnd()}\n\n${toml}\n`.trimStart();
}
