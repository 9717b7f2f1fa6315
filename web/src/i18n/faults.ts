// The Vietnamese sentences of faults of files, sheets and what was sent. They come with the page that checks a file, and
// with the first refusal that names a field.
import { add } from "./bundles";

add(import.meta.glob<string>("../../../locales/vi/faults.ftl", { query: "?raw", import: "default", eager: true }));
