// The Vietnamese messages of the disputes and dossiers; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/disputes.ftl", { query: "?raw", import: "default", eager: true }));
