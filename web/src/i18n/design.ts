// The Vietnamese messages of the design page and of entries about rights, which come with what shows them.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/design.ftl", { query: "?raw", import: "default", eager: true }));
