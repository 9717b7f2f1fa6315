// Hands a file made here over to whoever sits before the screen.

/** The browser may still be reading it when the click returns. */
const KEPT_MS = 60_000;

export function saveFile(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
