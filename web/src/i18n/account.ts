// The Vietnamese messages about one's own account; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/account.ftl", { query: "?raw", import: "default", eager: true }));
