// Starts the screens.
import "./styles/tokens.css";
import "./styles/base.css";
import "./state/theme.svelte";
import { mount } from "svelte";
import App from "./App.svelte";
import { language, resumeLanguage } from "./i18n/language.svelte";

await resumeLanguage();
document.documentElement.lang = language();
const target = document.getElementById("app");
if (target) mount(App, { target });
