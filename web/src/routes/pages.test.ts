// Promises of the addresses.
import { describe, expect, it } from "vitest";
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
