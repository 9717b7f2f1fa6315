// The Vietnamese messages of sources and sheets; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/sources.ftl", { query: "?raw", import: "default", eager: true }));
