// The Vietnamese messages, but for those of pages that few people open: they come with the page.
export default import.meta.glob<string>(["../../../locales/vi/*.ftl", "!**/{drill,report}.ftl", "!**/{account,administration,assignments,design,disputes,evidence,faults,first,journal,reports,signing,sources,targets,wall}.ftl"], { query: "?raw", import: "default", eager: true });
