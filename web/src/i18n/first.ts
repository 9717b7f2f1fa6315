// The Vietnamese messages of the page of a first campaign and of entries about rights, which come with what shows them.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/first.ftl", { query: "?raw", import: "default", eager: true }));
