// What was opened from the search box lately, in this tab and by this account alone: a browser on a duty desk has many
// readers.
import { session } from "./session.svelte";

export interface Opened {
  href: string;
  title: string;
  kind: string;
}

const MOST = 8;
let kept = $state.raw<{ login: string; list: Opened[] }>({ login: "", list: [] });

export function recent(): Opened[] {
  return kept.login === session()?.login ? kept.list : [];
}

export function opened(one: Opened): void {
  const login = session()?.login;
  if (login === undefined) return;
  kept = { login, list: [one, ...recent().filter((other) => other.href !== one.href)].slice(0, MOST) };
}
