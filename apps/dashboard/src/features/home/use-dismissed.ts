import { useState } from 'react';
import { browserStorage } from '#/session/storage.ts';

const keyOf = (list: string): string => `leadlock.dismissed.${list}`;

/** Whether a list was put away in this browser, and how to do it. */
export function useDismissed(list: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState(() => browserStorage.getItem(keyOf(list)) !== null);
  return [
    dismissed,
    () => {
      browserStorage.setItem(keyOf(list), new Date().toISOString());
      setDismissed(true);
    },
  ];
}
