// The Vietnamese messages about evidence, how it came, and the forms that add to it; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/evidence.ftl", { query: "?raw", import: "default", eager: true }));
