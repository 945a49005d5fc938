/** The part of the browser's storage that is used. */
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The browser's storage, or where people have switched it off and even looking at it throws, the page's memory: then
 * everything works until the page is closed.
 */
function keptIn(open: () => Storage): Kept {
  try {
    const storage = open();
    storage.getItem('');
    return storage;
  } catch {
    const values = new Map<string, string>();
    return {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    };
  }
}

/** Kept for good, for all tabs. */
export const browserStorage: Kept = keptIn(() => localStorage);
/** Kept as long as the tab is there. */
export const tabStorage: Kept = keptIn(() => sessionStorage);
