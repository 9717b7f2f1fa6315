// The Vietnamese messages of the wallboard and of entries about rights, which come with what shows them.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/wall.ftl", { query: "?raw", import: "default", eager: true }));
