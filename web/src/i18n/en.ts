// The English messages; they come when somebody reads English.
export default import.meta.glob<string>(["../../../locales/en/*.ftl", "!**/{drill,report}.ftl"], { query: "?raw", import: "default", eager: true });
