// The Vietnamese messages.
export default import.meta.glob<string>(["../../../locales/vi/*.ftl", "!**/report.ftl"], { query: "?raw", import: "default", eager: true });
