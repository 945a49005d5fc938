const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How the keyboard at hand calls Ctrl or ⌘ with a key: "⌘ K". */
export const shortcutName = (key: string): string => (isApple ? `⌘ ${key}` : `Ctrl ${key}`);
