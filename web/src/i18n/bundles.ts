// Reads the Fluent messages of locales/ into one bundle a language, and formats them. A missing
// message shows its id: visible in review, caught by the test, and never a blank on a wallboard.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export const LANGUAGES = ["vi", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Args = Record<string, FluentVariable>;

const sources = import.meta.glob<string>("../../../locales/*/*.ftl", {
  query: "?raw",
  import: "default",
  eager: true,
});

export function sourcesOf(language: Language): [string, string][] {
  return Object.entries(sources)
    .filter(([path]) => path.includes(`/locales/${language}/`))
    .map(([path, text]) => [path.slice(path.lastIndexOf("/") + 1), text]);
}

const NUMBER_LOCALE: Record<Language, string> = { vi: "vi-VN", en: "en-GB" };

function bundleOf(language: Language): FluentBundle {
  const bundle = new FluentBundle(NUMBER_LOCALE[language], { useIsolating: false });
  for (const [, text] of sourcesOf(language)) bundle.addResource(new FluentResource(text));
  return bundle;
}

const bundles: Record<Language, FluentBundle> = { vi: bundleOf("vi"), en: bundleOf("en") };

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
