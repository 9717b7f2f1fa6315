// The Vietnamese messages of the network and its targets; a page that shows them names this file.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/targets.ftl", { query: "?raw", import: "default", eager: true }));
