// Every language says everything: the same messages with the same placeables, each message defined
// once, each message the screens ask for present, and no word we never use.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FluentResource } from "@fluent/bundle";
import { beforeAll, describe, expect, it } from "vitest";
import { DISPUTE_STATES, DUTY_SORTS, GRADES, RULINGS, STATUSES } from "../api/types";
import "./account";
import "./administration";
import "./assignments";
import "./design";
import "./disputes";
import "./evidence";
import "./faults";
import "./first";
import "./journal";
import "./reports";
import "./signing";
import "./sources";
import "./targets";
import "./wall";
import { LANGUAGES, bring, format, has, type Language } from "./bundles";
import { PAGES } from "../routes/pages";
import { amount, dueText, reasonText } from "./reason";
import { CHECKS, KINDS, PLANS, SECTORS } from "../routes/first/form";

/** Why a passage is no obligation, as the reader of letters names it. */
const WHYS = [...readFileSync(new URL("../../../crates/directive/src/letter.rs", import.meta.url), "utf8").matchAll(/Self::\w+ => "(\w+)",/g)].map((m) => m[1] ?? "");

const locales = new URL("../../../locales/", import.meta.url);

/** Every file of a language, those that only reports use too. */
function sourcesOf(language: Language): [string, string][] {
  const folder = new URL(`${language}/`, locales);
  return readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
}

beforeAll(() => bring("en"));

function idsOf(language: Language): string[] {
  return sourcesOf(language).flatMap(([, text]) => new FluentResource(text).body.map((message) => message.id));
}

function placeables(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const message of new FluentResource(text).body) {
    const names = [...JSON.stringify(message.value).matchAll(/"type":"var","name":"([a-z0-9_]+)"/g)].map((m) => m[1]);
    out.set(message.id, [...new Set(names)].sort().join());
  }
  return out;
}

const source = new URL("../", import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (name) => (name.endsWith(".svelte") || name.endsWith(".ts")) && !name.endsWith(".test.ts"),
);
const code = files.map((name) => readFileSync(new URL(name, source), "utf8")).join("\n");

/** Every word that the screens or the program's crates write out: texts, keys, and names of variants as they are sent. */
function wordsOfTheCode(): Set<string> {
  const crates = new URL("../../../crates/", import.meta.url);
  const rust = readdirSync(crates, { recursive: true, encoding: "utf8" }).filter((name) => /^[a-z-]+\/src\/.*\.rs$/.test(name));
  const written = rust.map((name) => readFileSync(new URL(name, crates), "utf8")).join("\n");
  const texts = [...`${code}\n${written}`.matchAll(/"([a-z0-9_.-]+)"/g)].map((m) => m[1] ?? "");
  const keys = [...code.matchAll(/\b([a-z_]+):/g)].map((m) => m[1] ?? "");
  const numbers = [...code.matchAll(/\b\d+\b/g)].map((m) => m[0]);
  const variants = [...written.matchAll(/^\s+([A-Z][A-Za-z]+)(?:,| =)/gm)].map((m) => (m[1] ?? "").replace(/(?!^)[A-Z]/g, "_$&").toLowerCase());
  return new Set([...texts, ...texts.map((text) => text.replace(".", "_")), ...keys, ...numbers, ...variants]);
}

describe("messages", () => {
  it("each_language_has_the_same_files_and_messages", () => {
    const [vi, en] = LANGUAGES.map((language) => sourcesOf(language).map(([name]) => name).sort());
    expect(en).toEqual(vi);
    expect(idsOf("en").sort()).toEqual(idsOf("vi").sort());
  });
  it("no_message_is_defined_twice", () => {
    for (const language of LANGUAGES) {
      const ids = idsOf(language);
      expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    }
  });
  it("a_message_takes_the_same_arguments_in_every_language", () => {
    const [vi, en] = LANGUAGES.map((language) => placeables(sourcesOf(language).map(([, text]) => text).join("\n")));
    // The reader of TOML speaks English alone, so Vietnamese leaves its words out.
    en?.set("fault-not_toml", "");
    expect(vi?.size).toBeGreaterThan(500);
    expect(en).toEqual(vi);
  });
  it("every_message_the_screens_ask_for_is_there", () => {
    const asked = [...code.matchAll(/\bt\("([a-zA-Z0-9_-]+)"/g)].map((m) => m[1] ?? "");
    expect(asked.length).toBeGreaterThan(100);
    const computed = [
      ...STATUSES.map((s) => `status-${s}`),
      ...GRADES.map((g) => `grade-${g}`),
      ...[0, 1, 2, 3, 4, 5, 6].map((d) => `weekday-${d}`),
      ...["up", "down", "unknown", "excluded"].map((s) => `target-${s}`),
      ...["acknowledge", "promise", "inspect", "plan", "briefing", "report", "explain", "correct", "waive", "assign"].flatMap((f) => [`form-${f}`, `form-${f}-send`]),
      ...PAGES.map((page) => page.title),
      ...["at", "known", "preset-due", "preset-day"].map((s) => `slider-${s}`),
      ...["page", "organisation", "obligation", "target", "entry"].map((k) => `search-${k}`),
      ...["counts", "wanting", "organisations", "coming"].map((v) => `wall-view-${v}`),
      ...["people", "letter", "file", "issue", "board"].map((s) => `first-${s}`),
      ...["done", "now", "later", "others"].map((s) => `first-stand-${s}`),
      ...["header", "missing", "twice", "number", "columns", "quote"].map((s) => `first-sheet-${s}`),
      ...["late", "after-at", "later"].map((m) => `mark-${m}`),
      ...["asserted_only", "late"].map((group) => `signing-${group}`),
      ...["probes_excluded", "probes_own_late", "target_excluded", "withdrawn", "waived"].map((what) => `signing-left-${what}`),
      ...DISPUTE_STATES.map((state) => `dispute-${state}`),
      ...RULINGS.map((ruling) => `ruling-${ruling}`),
      ...DUTY_SORTS.flatMap((what) => [`duty-${what}`, `duty-${what}-lead`]),
      ...["people", "recoveries", "keys", "delegations", "organisations", "targets", "openings"].map((p) => `admin-${p}`),
      ...["active", "invited", "disabled"].map((s) => `admin-state-${s}`),
      ...["active", "expired", "revoked"].map((s) => `admin-key-state-${s}`),
      ...["holds", "to_come", "past", "withdrawn"].map((s) => `admin-delegation-state-${s}`),
      ...["webhook", "alertmanager", "zabbix", "folder"].map((kind) => `source-kind-${kind}`),
      ...["failing", "silent", "refused", "unmatched", "heard"].map((state) => `source-state-${state}`),
      ...["recorded", "repeated", "nothing", "refused", "unmatched", "unproven"].map((count) => `source-${count}`),
      ...["would_be_recorded", "recorded", "repeated", "faulty"].map((outcome) => `sheet-outcome-${outcome}`),
      ...["pass", "fail", "not_applicable"].map((result) => `sheet-item-${result}`),
      ...["formula", "local_date", "merged"].map((what) => `sheet-cell-${what}`),
      ...["filed", "approved", "tested"].map((s) => `plan-step-${s}`),
      ...SECTORS.map((sector) => `sector-${sector}`),
      ...KINDS.map((kind) => `first-kind-${kind}`),
      ...CHECKS.map((kind) => `check-${kind}`),
      ...PLANS.map((state) => `plan-state-${state}`),
      ...["must", "must_not"].map((modality) => `modality-${modality}`),
      ...[...WHYS, "dropped"].map((why) => `first-why-${why}`),
    ];
    for (const language of LANGUAGES) {
      expect([...asked, ...computed].filter((id) => !has(language, id))).toEqual([]);
    }
  });
  it("what_is_opened_by_itself_names_the_file_of_every_message_it_shows", () => {
    const texts = new Map(files.map((name) => [name, readFileSync(new URL(name, source), "utf8")]));
    const found = (from: string, to: string): string | undefined => {
      const path = join(dirname(from), to);
      return [path, `${path}.ts`, `${path}.svelte.ts`].find((one) => texts.has(one));
    };
    const named = (name: string, how: RegExp): string[] => [...(texts.get(name) ?? "").matchAll(how)].flatMap((m) => found(name, m[1] ?? m[2] ?? "") ?? []);
    const opened = files.flatMap((name) => named(name, /\bimport\("(\.[^"]+)"\)/g)).filter((name) => name.endsWith(".svelte"));
    const brought = (root: string): Set<string> => {
      const all = new Set([root]);
      // Words that a page waits for when it has to say them are brought too; a page that another opens stands by itself.
      const said = /^\s*import (?:[^"]*? from )?"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm;
      for (const name of all) for (const next of named(name, said)) if (next === root || !opened.includes(next)) all.add(next);
      return all;
    };
    const ofFile = new Map(sourcesOf("vi").map(([name, text]) => [name.replace(".ftl", ""), new FluentResource(text).body.map((message) => message.id)]));
    const first = brought("main.ts");
    expect(opened.length).toBeGreaterThan(PAGES.length);
    for (const root of ["main.ts", ...opened]) {
      const all = new Set([...brought(root), ...first]);
      const shown = [...brought(root)].map((name) => texts.get(name) ?? "").join("\n");
      const begun = [...shown.matchAll(/`([a-z]+-(?:[a-z]+-)*)\$\{/g)].map((m) => m[1] ?? "");
      for (const [file, ids] of ofFile) {
        if (!files.includes(`i18n/${file}.ts`) || all.has(`i18n/${file}.ts`)) continue;
        expect(ids.filter((id) => shown.includes(`"${id}"`)), `${root} shows what i18n/${file} brings`).toEqual([]);
        // A name that is put together is known by how it begins, where no file that is there begins so.
        const others = [...ofFile].filter(([other]) => all.has(`i18n/${other}.ts`) || !files.includes(`i18n/${other}.ts`)).flatMap(([, of]) => of);
        const lone = begun.filter((start) => ids.some((id) => id.startsWith(start)) && !others.some((id) => id.startsWith(start)));
        expect(lone, `${root} begins what i18n/${file} brings`).toEqual([]);
      }
    }
  });
  it("every_code_of_a_problem_has_words", () => {
    const problems = readFileSync(new URL("../../../crates/api/src/problem.rs", import.meta.url), "utf8");
    const codes = [...problems.matchAll(/StatusCode::[A-Z_]+,\s*"([a-z_]+)"/g)].map((m) => m[1] ?? "");
    expect(codes.length).toBeGreaterThan(15);
    for (const language of LANGUAGES) expect(codes.filter((code) => !has(language, `problem-${code}`))).toEqual([]);
  });
  it("every_fact_and_private_field_of_an_entry_has_a_name", () => {
    const shapes = readFileSync(new URL("../../../crates/campaign/src/evidence/shape.rs", import.meta.url), "utf8");
    const lists = [...shapes.matchAll(/(?:facts|private): &\[([^\]]*)\]|(?:DRAFTED|ATTESTED): &\[&str\] =\s*&\[([^\]]*)\]/g)];
    const names = lists.flatMap(([, of, constant]) => [...(of ?? constant ?? "").matchAll(/"([a-z0-9_]+)"/g)].map((m) => (m[1] ?? "").replace(/_$/, "")));
    expect(new Set(names).size).toBeGreaterThan(60);
    for (const language of LANGUAGES) expect([...new Set(names)].filter((name) => !has(language, `fact-${name}`))).toEqual([]);
  });
  it("no_message_of_the_screens_is_left_over", () => {
    // Texts of reports and drills, reasons and terms are held by crates/report/tests/wording.rs, faults by `sentences`.
    const theirs = ["drill.ftl", "faults.ftl", "reasons.ftl", "report.ftl", "terms.ftl"];
    const own = sourcesOf("vi").filter(([name]) => !theirs.includes(name));
    const ids = own.flatMap(([, text]) => new FluentResource(text).body.map((message) => message.id));
    const words = wordsOfTheCode();
    // A name that is put together: each part that is not written out has to be a word that somebody says.
    const made = [...code.matchAll(/`([a-z][a-z0-9-]*-\$\{[^`]*)`/g)].map((m) => new RegExp(`^${(m[1] ?? "").replace(/\$\{[^}]*\}/g, "(.+?)")}$`));
    const isSaid = (id: string): boolean => code.includes(`"${id}"`) || made.some((form) => form.exec(id)?.slice(1).every((part) => words.has(part)) ?? false);
    expect(ids.filter((id) => !isSaid(id))).toEqual([]);
  });
  it("every_step_of_a_proof_has_words_for_what_it_found", () => {
    const proof = readFileSync(new URL("verify/proof.ts", source), "utf8");
    const steps = ["entry", "leaf", "path", "checkpoint", "signature"];
    const found = [...proof.matchAll(/(?:what: |fail\()"([a-z-]+)"/g)].map((m) => m[1] ?? "");
    expect(found.length).toBeGreaterThan(10);
    for (const what of found) expect(steps.some((step) => has("vi", `verify-${step}-${what}`)), what).toBe(true);
  });
  it("we_never_say_violation", () => {
    for (const [name, text] of [...sourcesOf("vi"), ...sourcesOf("en")]) {
      expect(/vi phạm|violation/i.test(text), name).toBe(false);
    }
  });
});

describe("reasons and figures", () => {
  it("an_unknown_reason_is_told_by_its_code_and_arguments", () => {
    const reason = { code: "novel.case", args: { since: "2027-02-05T17:00:00.000Z", count: 2 } };
    expect(reasonText("vi", reason)).toBe("novel.case · since 00:00 06/02/2027 · count 2");
  });
  it("a_reason_speaks_in_percent_milliseconds_and_words", () => {
    const over = { target: "sx", name: "rtt_us_p95", value: 4200, unit: "us", limit: 4000, since: "2027-02-05T17:00:00.000Z" };
    expect(reasonText("vi", { code: "quality.over", args: over })).toContain("4,2 ms");
    const below = { target: "sx", availability_ppm: 998_500, limit_ppm: 999_000 };
    const text = reasonText("en", { code: "availability.below", args: below });
    expect(text).toContain("99.85\u00a0%");
    expect(text).not.toContain("ppm");
    const low = reasonText("vi", { code: "plan.low_grade", args: { grade: "asserted", min_grade: "attested" } });
    expect(low).toContain(format("vi", "grade-asserted"));
  });
  it("figures_carry_the_units_people_speak_in", () => {
    expect(amount("vi", 999_412, "ppm")).toBe("99,9412\u00a0%");
    expect(amount("vi", 3880, "us")).toBe("3,88\u00a0ms");
    expect(amount("en", 41, "s")).toBe("41\u00a0s");
    expect(amount("vi", 9, "days")).toBe(format("vi", "days-count", { count: 9 }));
  });
  it("the_midnight_that_ends_a_day_is_named_by_that_day", () => {
    expect(dueText("2027-02-05T17:00:00.000Z")).toEqual({ solar: "24:00 05/02/2027", lunar: "29 tháng Chạp" });
    expect(dueText("2027-02-19T10:30:00.000Z").solar).toBe("17:30 19/02/2027");
    expect(dueText("2027-02-20").solar).toBe("20/02/2027");
  });
});
