// Every page that somebody may come to see: its address, the mark that shows that it stands, and whose it is; and every
// form and box that a button of a page opens, with whoever has it. The pictures, the checks of accessibility and of size,
// and those of waiting go through these lists; `pages.test.ts` and `offered.test.ts` hold them against the addresses, the
// parts of Administration, the marks and the forms of the screens, so that none is left out.

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
/** @param {Subject} of @param {number} index */
const entry = (of, index) => `/journal/${part(of.log)}/${index}`;
/** @param {string} organisation @param {string} obligation */
const cell = (organisation, obligation) => `/obligations/${part(obligation)}?organisation=${part(organisation)}`;

/**
 * @typedef {object} Subject what a role opens the pages with parts for
 * @property {string} organisation
 * @property {string} obligation
 * @property {string} target
 * @property {string} log
 * @property {string} home the role's own organisation
 * @property {number} private an entry of that log with private values
 *
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
  { name: "obligation", page: "obligation", address: (of) => cell(of.organisation, of.obligation), mark: "page-obligation", roles: ["operator_manager", ...EVERYBODY.filter((role) => role !== "operator_manager")] },
  { name: "obligations", page: "obligations", address: () => "/obligations", mark: "page-obligations", roles: EVERYBODY },
  { name: "network", page: "network", address: () => "/targets", mark: "page-network", roles: EVERYBODY },
  { name: "target", page: "target", address: (of) => `/targets/${part(of.target)}`, mark: "page-target", roles: EVERYBODY },
  { name: "sources", page: "sources", address: () => "/sources", mark: "page-sources", roles: EVERYBODY },
  { name: "sheet", page: "sheet", address: () => "/sheet", mark: "page-sheet", roles: ["operator_manager", ...EVERYBODY.filter((role) => role !== "operator_manager")] },
  { name: "duty", page: "duty", address: () => "/duty", mark: "page-duty", roles: EVERYBODY },
  { name: "journal", page: "journal", address: (of) => `/journal/${part(of.log)}`, mark: "page-journal", roles: EVERYBODY },
  { name: "entry", page: "journal", address: (of) => entry(of, 0), mark: "page-entry", roles: EVERYBODY },
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

/** The obligation that e2e.rs adds to the example, with every check that a form answers, and an owner that a regulator
    looks down on; the regulator owns it too, and so does a unit. */
export const EVERY_CHECK = { obligation: "moi-cach-chung-minh", below: "song-ngan" };

const LEAD = ["operator_manager", "regulator_head", "regulator_desk", "duty_officer"];
const SPEAK = [...LEAD, "signer"];
const STAFF = [...SPEAK, "unit_staff"];
const own = (form, roles) => ({ name: form, button: `form-${form}-open`, roles, mark: "page-obligation", address: (of) => cell(of.home, EVERY_CHECK.obligation) });
const below = (form, roles) => ({ name: `${form}-below`, button: `form-${form}-open`, roles, mark: "page-obligation", address: () => cell(EVERY_CHECK.below, EVERY_CHECK.obligation) });
const box = (name, roles, page = name) => ({ name, button: `${name}-open`, roles, mark: LISTED.find((one) => one.name === page)?.mark ?? "", address: LISTED.find((one) => one.name === page)?.address ?? (() => "/") });

/**
 * @typedef {object} Opened
 * @property {string} name of its pictures
 * @property {string} button the mark of what opens it
 * @property {readonly string[]} roles who has it: the first of them is looked at most closely
 * @property {string} mark what shows that its page stands
 * @property {(subject: Subject) => string} address of that page
 */

/** @type {readonly Opened[]} */
export const OPENED = [
  ...["acknowledge", "promise", "inspect", "briefing", "explain", "correct"].map((form) => own(form, STAFF)),
  ...["plan", "report"].map((form) => own(form, SPEAK)),
  own("assign", LEAD),
  ...["inspect", "plan", "waive"].map((form) => below(form, ["regulator_head", "regulator_desk"])),
  below("correct", ["regulator_head"]),
  box("dispute", SPEAK, "obligation"),
  box("past", ["regulator_head"], "situation"),
  box("search", ["regulator_head"], "situation"),
  { ...box("erase", ["operator_manager", "regulator_head"], "entry"), address: (of) => entry(of, of.private) },
  box("invite", ["administrator"], "administration-people"),
  box("account", ["administrator"], "administration-people"),
  box("key", ["administrator"], "administration-keys"),
  box("delegation", ["administrator", "regulator_head"], "administration-delegations"),
];

/** What a role's own cell, and one below, offers. */
export const formsOf = (role, where) => OPENED.filter((one) => one.button.startsWith("form-") && one.roles.includes(role) && one.name.endsWith("-below") === (where === "below")).map((one) => one.button);
