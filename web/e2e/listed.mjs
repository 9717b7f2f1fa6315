// Every page that somebody may come to see: its address, the mark that shows that it stands, and whose it is. The
// pictures, the checks of accessibility and of size, and those of waiting go through this list; `pages.test.ts` holds it
// against the addresses, the parts of Administration and the marks of the screens, so that no page is left out.

/** Whose account of the browser test (see xtask's e2e.rs) shows what a role sees. */
export const ROLES = {
  regulator_head: "E2E_HEAD",
  operator_manager: "E2E_OPERATOR",
  regulator_desk: "E2E_REGULATOR",
  duty_officer: "E2E_DUTY",
  unit_staff: "E2E_UNIT",
  signer: "E2E_SIGNER",
  auditor: "E2E_AUDITOR",
  administrator: "E2E_ADMINISTRATOR",
};

/** Who comes to a page when nobody else is named. */
export const EVERYBODY = Object.keys(ROLES);

const DAY_MS = 86_400_000;
const LEADERS = ["operator_manager", "regulator_head", "administrator"];
const ADMINISTRATOR = ["administrator"];
const part = encodeURIComponent;

/**
 * @typedef {{ organisation: string, obligation: string, target: string, log: string }} Subject what a role opens the pages with parts for
 * @typedef {object} Listed
 * @property {string} name of its pictures
 * @property {string | null} page its name among the addresses; null for what has none: the door, a page that is not there
 * @property {(subject: Subject) => string} address
 * @property {string} mark what shows that it stands
 * @property {readonly string[]} roles who comes here: the first of them is looked at most closely
 */

/** @type {readonly Listed[]} */
export const LISTED = [
  { name: "situation", page: "situation", address: () => "/", mark: "page-situation", roles: EVERYBODY },
  { name: "past", page: "situation", address: () => `/?at=${new Date(Date.now() - DAY_MS).toISOString()}`, mark: "page-situation", roles: EVERYBODY },
  { name: "wall", page: "situation", address: () => "/?wall=1", mark: "page-wall", roles: EVERYBODY },
  { name: "obligation", page: "obligation", address: (of) => `/obligations/${part(of.obligation)}?organisation=${part(of.organisation)}`, mark: "page-obligation", roles: ["operator_manager", ...EVERYBODY.filter((role) => role !== "operator_manager")] },
  { name: "obligations", page: "obligations", address: () => "/obligations", mark: "page-obligations", roles: EVERYBODY },
  { name: "network", page: "network", address: () => "/targets", mark: "page-network", roles: EVERYBODY },
  { name: "target", page: "target", address: (of) => `/targets/${part(of.target)}`, mark: "page-target", roles: EVERYBODY },
  { name: "sources", page: "sources", address: () => "/sources", mark: "page-sources", roles: EVERYBODY },
  { name: "sheet", page: "sheet", address: () => "/sheet", mark: "page-sheet", roles: ["operator_manager", ...EVERYBODY.filter((role) => role !== "operator_manager")] },
  { name: "duty", page: "duty", address: () => "/duty", mark: "page-duty", roles: EVERYBODY },
  { name: "journal", page: "journal", address: (of) => `/journal/${part(of.log)}`, mark: "page-journal", roles: EVERYBODY },
  { name: "entry", page: "journal", address: (of) => `/journal/${part(of.log)}/0`, mark: "page-entry", roles: EVERYBODY },
  { name: "reports", page: "reports", address: () => "/reports", mark: "page-reports", roles: EVERYBODY },
  { name: "signing", page: "signing", address: () => "/reports/signing", mark: "page-signing", roles: EVERYBODY },
  { name: "disputes", page: "disputes", address: () => "/disputes", mark: "page-disputes", roles: EVERYBODY },
  { name: "disclosed", page: "disclosed", address: () => "/disclosed", mark: "page-disclosed", roles: ["operator_manager", ...EVERYBODY.filter((role) => role !== "operator_manager")] },
  { name: "administration", page: "administration", address: () => "/administration", mark: "page-administration", roles: EVERYBODY },
  { name: "administration-people", page: "administration", address: () => "/administration/people", mark: "administration-people", roles: ADMINISTRATOR },
  { name: "administration-recoveries", page: "administration", address: () => "/administration/recoveries", mark: "administration-recoveries", roles: ADMINISTRATOR },
  { name: "administration-keys", page: "administration", address: () => "/administration/keys", mark: "administration-keys", roles: ADMINISTRATOR },
  { name: "administration-delegations", page: "administration", address: () => "/administration/delegations", mark: "administration-delegations", roles: LEADERS },
  { name: "administration-organisations", page: "administration", address: () => "/administration/organisations", mark: "administration-organisations", roles: LEADERS },
  { name: "administration-targets", page: "administration", address: () => "/administration/targets", mark: "administration-targets", roles: LEADERS },
  { name: "administration-openings", page: "administration", address: () => "/administration/openings", mark: "administration-openings", roles: LEADERS },
  { name: "account", page: "account", address: () => "/account", mark: "page-account", roles: EVERYBODY },
  { name: "first", page: "first", address: () => "/first-campaign", mark: "page-first", roles: EVERYBODY },
  { name: "design", page: "design", address: () => "/design", mark: "page-design", roles: EVERYBODY },
  { name: "absent", page: null, address: () => "/khong-co-trang-nay", mark: "page-absent", roles: EVERYBODY },
  { name: "sign-in", page: null, address: () => "/", mark: "page-sign-in", roles: [] },
];
