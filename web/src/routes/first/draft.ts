// What the screens change of a draft before anybody sees it. Pure.

import { renameOrganisation, type CampaignForm } from "./form";

/** An organisation's table with its id, as drafts are written: a table a thing, a key a line. */
const AUTHORITY = /\[\[organisation\]\]\nid = "([^"]+)"[^\n]*\n(?:[a-z_]+ = [^\n]*\n)*?kind = "regulator"/;

/**
 * A draft whose authority goes by the short name under which its accounts stand here. A letter knows the authority by
 * its full name alone, and the id drafted from that would be nobody's account.
 */
export function issuedBy(draft: string, organisation: string): string {
  const drafted = AUTHORITY.exec(draft)?.[1];
  if (drafted === undefined || organisation === "" || draft.includes(`id = "${organisation}"`)) return draft;
  return draft.replaceAll(`"${drafted}"`, `"${organisation}"`);
}

/** The same of the file's keys. */
export function formIssuedBy(form: CampaignForm, organisation: string): CampaignForm {
  const drafted = form.organisation.find((one) => one.kind === "regulator")?.id;
  if (drafted !== undefined && organisation !== "" && form.organisation.every((one) => one.id !== organisation)) renameOrganisation(form, drafted, organisation);
  return form;
}
