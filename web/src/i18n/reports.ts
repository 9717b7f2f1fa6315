// The Vietnamese messages of the pages on reports; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/reports.ftl", { query: "?raw", import: "default", eager: true }));
