import { useSyncExternalStore } from 'react';
import { browserStorage } from '#/session/storage.ts';

const KEY = 'leadlock.theme';
export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function currentTheme(): Theme {
  const stored = browserStorage.getItem(KEY);
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

/** first-paint.js does the same before the page is drawn. */
function show(): void {
  const theme = currentTheme();
  document.documentElement.classList.toggle('dark', theme === 'dark' || (theme === 'system' && prefersDark.matches));
  for (const listener of listeners) listener();
}

/** Changes the page's theme when the system's changes, as at sunset. */
export const followSystemTheme = (): void => prefersDark.addEventListener('change', show);

export function changeTheme(theme: Theme): void {
  browserStorage.setItem(KEY, theme);
  show();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
