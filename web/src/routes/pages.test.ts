// Promises of the addresses.
import { describe, expect, it } from "vitest";
import { EVERYBODY, LISTED, ROLES } from "../../e2e/listed.mjs";
import type { Role, Session } from "../api/types";
import { partsOf } from "./administration/parts";
import { PAGES, pageOf } from "./pages";

describe("the pages", () => {
  it("are_found_by_their_addresses_with_their_parts", () => {
    const seen = (path: string) => {
      const found = pageOf(path);
      return found && [found.page.name, found.parts];
    };
    expect(seen("/")).toEqual(["situation", {}]);
    expect(seen("/targets")).toEqual(["network", {}]);
    expect(seen("/targets/tr%E1%BA%A1m%2F1")).toEqual(["target", { id: "trạm/1" }]);
    expect(seen("/journal")).toEqual(["journal", {}]);
    expect(seen("/journal/so/12")).toEqual(["journal", { organisation: "so", index: "12" }]);
    for (const nowhere of ["/journal/so/x", "/journal/so/1/2", "/nothing", "/targets/a/b"]) {
      expect(seen(nowhere), nowhere).toBeNull();
    }
    expect(seen("/targets/%E0%A4%A")).toEqual(["target", { id: "%E0%A4%A" }]);
  });
  it("have_names_and_addresses_of_their_own", () => {
    for (const key of ["name", "path"] as const) expect(new Set(PAGES.map((page) => page[key])).size).toBe(PAGES.length);
    // What the search box opens needs no parts of an address.
    for (const page of PAGES.filter((one) => one.open)) expect(page.path.replace(/\/:\w+#?\?/g, "")).not.toContain(":");
  });
});

describe("what the browser test looks at", () => {
  const subject = { organisation: "song-ngan", obligation: "truc", target: "sn-1", log: "song-ngan", home: "song-ngan", private: 0 };
  // Taken whole from the description: a role that is added there does not compile until it has an account here.
  const roles: Record<Exclude<Role, "machine">, string> = ROLES;

  it("is_every_page_there_is", () => {
    const listed = new Set(LISTED.map((one) => one.page));
    expect(PAGES.map((page) => page.name).filter((name) => !listed.has(name))).toEqual([]);
    for (const { name, page, address } of LISTED) {
      if (name !== "sign-in") expect(pageOf(address(subject).replace(/\?.*/, ""))?.page.name ?? null, name).toBe(page);
    }
    expect(new Set(LISTED.map((one) => one.name)).size).toBe(LISTED.length);
  });
  it("is_every_mark_of_a_page", () => {
    const files = import.meta.glob("../**/*.svelte", { query: "?raw", import: "default", eager: true });
    const marks = Object.values(files).flatMap((text) => [...String(text).matchAll(/data-testid="(page-[a-z-]+)"/g)].map((match) => match[1]));
    const listed = new Set(LISTED.map((one) => one.mark));
    expect(marks.length).toBeGreaterThan(15);
    expect(marks.filter((mark) => !listed.has(mark ?? ""))).toEqual([]);
  });
  it("is_seen_by_every_role_and_every_part_of_administration_by_who_is_offered_it", () => {
    expect(EVERYBODY).toEqual(Object.keys(roles));
    for (const role of EVERYBODY) {
      const offered = partsOf({ role, openings: [] as Session["openings"] } as Session);
      const listed = LISTED.filter((one) => one.roles.includes(role)).flatMap((one) => /^administration-(.*)$/.exec(one.name)?.[1] ?? []);
      expect(listed, role).toEqual([...offered]);
    }
    for (const one of LISTED.filter(({ name, page }) => name !== "sign-in" && page !== "administration")) expect([...one.roles].sort(), one.name).toEqual([...EVERYBODY].sort());
  });
});
