// The Vietnamese messages of the page before signing; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/signing.ftl", { query: "?raw", import: "default", eager: true }));
