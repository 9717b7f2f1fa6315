// The Vietnamese messages, but for those of pages that few people open: they come with the page.
export default import.meta.glob<string>(["../../../locales/vi/*.ftl", "!**/{drill,report}.ftl", "!**/{administration,assignments,design,disputes,faults,first,signing,sources,wall}.ftl"], { query: "?raw", import: "default", eager: true });
