import { useEffect, useRef, type RefObject } from 'react';

/** Where keys are typed, or belong to what is open over the page. */
const TAKEN = 'input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]';

/** What the keys move between: the link or button that a row is made into. */
export const ROW_STOP = 'data-row-stop';

/**
 * `j` and `k` go from row to row, the space bar looks into one without leaving the list, and Enter opens it. Nothing happens
 * while something is typed or open over the page.
 */
export function useRowKeys(frame: RefObject<HTMLElement | null>, onPeek: ((id: string) => void) | undefined): void {
  const peek = useRef(onPeek);
  useEffect(() => {
    peek.current = onPeek;
  });
  const isOn = onPeek !== undefined;
  useEffect(() => {
    if (!isOn) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(TAKEN) !== null) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      const stops = [...(frame.current?.querySelectorAll<HTMLElement>(`[${ROW_STOP}]`) ?? [])];
      const at = stops.findIndex((stop) => stop.contains(document.activeElement));
      const step = { j: 1, k: -1 }[event.key];
      if (step !== undefined) {
        const next = stops[at === -1 ? 0 : Math.min(stops.length - 1, Math.max(0, at + step))];
        next?.querySelector<HTMLElement>('a, button')?.focus();
      } else if (event.key === ' ' && at !== -1) {
        event.preventDefault();
        peek.current?.(stops[at]?.getAttribute(ROW_STOP) ?? '');
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [frame, isOn]);
}
