// Reads the Fluent messages of locales/ into one bundle a language, and formats them. A missing
// message shows its id: visible in review, caught by the test, and never a blank on a wallboard.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import vi from "./vi";

export const LANGUAGES = ["vi", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Args = Record<string, FluentVariable>;

const NUMBER_LOCALE: Record<Language, string> = { vi: "vi-VN", en: "en-GB" };

type Sources = Record<string, string>;

function bundleOf(language: Language, sources: Sources): FluentBundle {
  const bundle = new FluentBundle(NUMBER_LOCALE[language], { useIsolating: false });
  for (const text of Object.values(sources)) bundle.addResource(new FluentResource(text));
  return bundle;
}

// Vietnamese is there from the start; until English has come its messages are told in Vietnamese.
const vietnamese = bundleOf("vi", vi);
const bundles: Record<Language, FluentBundle> = { vi: vietnamese, en: vietnamese };

/** Adds Vietnamese messages that come with a page. */
export function add(sources: Sources): void {
  for (const text of Object.values(sources)) vietnamese.addResource(new FluentResource(text), { allowOverrides: true });
}

/** Brings a language; until then its messages are told in Vietnamese. */
export async function bring(language: Language): Promise<void> {
  if (language === "en" && bundles.en === vietnamese) bundles.en = bundleOf("en", (await import("./en")).default);
}

export function has(language: Language, id: string): boolean {
  return bundles[language].hasMessage(id);
}

export function format(language: Language, id: string, args?: Args): string {
  const bundle = bundles[language];
  const pattern = bundle.getMessage(id)?.value;
  if (!pattern) return id;
  return bundle.formatPattern(pattern, args ?? null, []);
}

export function numberText(language: Language, value: number, digits = 0): string {
  return new Intl.NumberFormat(NUMBER_LOCALE[language], { maximumFractionDigits: digits }).format(value);
}
