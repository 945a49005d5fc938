import { useSyncExternalStore } from 'react';

/** Whether the window matches a CSS media query, kept up to date. */
export const useMediaQuery = (query: string): boolean =>
  useSyncExternalStore(
    (notify) => {
      const list = matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    () => matchMedia(query).matches,
  );

/** Narrower than Tailwind's `sm`: a phone held upright. */
export const useIsNarrow = (): boolean => useMediaQuery('(width < 40rem)');

/** Used by finger: the system's own pickers are better there. */
export const useIsTouch = (): boolean => useMediaQuery('(pointer: coarse)');
