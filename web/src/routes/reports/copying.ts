// Puts what is fetched on the clipboard. Browsers let pages do so over TLS or on the machine itself, and some not at all.

export type Copied = "copied" | "refused";

/** What is asked of a browser to copy; nothing where the page may not. */
export interface Board {
  write: (items: ClipboardItem[]) => Promise<void>;
}

export function boardOf(browser: Navigator): Board | null {
  return "clipboard" in browser && "ClipboardItem" in globalThis && typeof browser.clipboard?.write === "function" ? browser.clipboard : null;
}

/** The clipboard is asked while the click still counts, and given the blob when it has come. What goes wrong with the
 *  blob is the caller's to tell. */
export async function copy(board: Board | null, type: string, blob: Promise<Blob>): Promise<Copied> {
  if (board !== null) {
    const given = blob.then((got) => new Blob([got], { type }));
    // A clipboard that refuses waits for nothing any more.
    given.catch(() => undefined);
    try {
      await board.write([new ClipboardItem({ [type]: given })]);
      return "copied";
    } catch {
      // The browser refused, or there is no blob: awaiting it tells which.
    }
  }
  await blob;
  return "refused";
}
