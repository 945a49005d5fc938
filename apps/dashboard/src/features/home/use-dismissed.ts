import { useState } from 'react';

const keyOf = (list: string): string => `leadlock.dismissed.${list}`;

/** Whether a list was put away in this browser, and how to do it. */
export function useDismissed(list: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(keyOf(list)) !== null);
  return [
    dismissed,
    () => {
      localStorage.setItem(keyOf(list), new Date().toISOString());
      setDismissed(true);
    },
  ];
}
