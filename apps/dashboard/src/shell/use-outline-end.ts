import { useLayoutEffect } from 'react';

/** Removes the outline that index.html shows until there is a page, or something that stands in its place. */
export const useOutlineEnd = (): void => {
  useLayoutEffect(() => document.getElementById('outline')?.remove(), []);
};
