// Light or dark: the system's choice until the reader makes one, then remembered.
import { recall, remember } from "./memory";

export type Theme = "light" | "dark";

const preferred = matchMedia("(prefers-color-scheme: dark)");
const kept = recall("theme");

let chosen = $state<Theme | null>(kept === "light" || kept === "dark" ? kept : null);
let system = $state<Theme>(preferred.matches ? "dark" : "light");

preferred.addEventListener("change", (event) => {
  system = event.matches ? "dark" : "light";
  show();
});

function show(): void {
  document.documentElement.dataset["theme"] = theme();
}

export function theme(): Theme {
  return chosen ?? system;
}

export function toggleTheme(): void {
  chosen = theme() === "dark" ? "light" : "dark";
  remember("theme", chosen);
  show();
}

show();
