// The language of the screens: Vietnamese first, English by a switch, remembered on this browser.
import { bring, format, has, numberText, type Args, type Language } from "./bundles";
import { recall, remember } from "../state/memory";

let current = $state<Language>("vi");

/** Takes up the language this browser was left in. */
export async function resumeLanguage(): Promise<void> {
  if (recall("language") !== "en") return;
  // Without its messages the screens stay in Vietnamese, which is better than nothing on the screen.
  await bring("en").then(() => (current = "en"), () => undefined);
}

export function language(): Language {
  return current;
}

export async function setLanguage(next: Language): Promise<void> {
  await bring(next);
  current = next;
  remember("language", next);
  document.documentElement.lang = next;
}

export function t(id: string, args?: Args): string {
  return format(current, id, args);
}

/** The message if there is one, else the word itself: for names another part may add to. */
export function tOr(id: string, otherwise: string, args?: Args): string {
  return has(current, id) ? format(current, id, args) : otherwise;
}

export function n(value: number, digits = 0): string {
  return numberText(current, value, digits);
}
