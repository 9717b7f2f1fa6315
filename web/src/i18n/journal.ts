// The Vietnamese messages of the journal and its proofs; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/journal.ftl", { query: "?raw", import: "default", eager: true }));
