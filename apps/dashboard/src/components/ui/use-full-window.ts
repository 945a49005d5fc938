import { useEffect, useState, type RefObject } from 'react';

/** Lets an element take the whole window: Escape gives it back, and Tab stays inside, for the page behind is covered. */
export function useFullWindow(
  box: RefObject<HTMLElement | null>,
): [isFull: boolean, setIsFull: (isFull: boolean) => void] {
  const [isFull, setIsFull] = useState(false);
  useEffect(() => {
    if (!isFull) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      // A menu or dialog over it is closed first.
      if (event.defaultPrevented || !box.current?.contains(document.activeElement)) return;
      if (event.key === 'Escape') setIsFull(false);
      if (event.key === 'Tab') keepInside(box.current, event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [box, isFull]);
  return [isFull, setIsFull];
}

function keepInside(box: HTMLElement, event: KeyboardEvent): void {
  const stops = [...box.querySelectorAll<HTMLElement>('button:not(:disabled), textarea, [contenteditable=true]')];
  const [first, last] = event.shiftKey ? [stops.at(-1), stops[0]] : [stops[0], stops.at(-1)];
  if (document.activeElement !== last) return;
  event.preventDefault();
  first?.focus();
}
