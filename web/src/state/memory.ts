// What a browser remembers between visits: language, theme, pinned journal positions. Storage may be
// refused (private windows, policy); the screens then simply forget.

const PREFIX = "thongsuot.";

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing to do: a preference that cannot be kept is not worth a message.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // What could not be kept is not there.
  }
}
