import { useLayoutEffect, useState, type RefCallback } from 'react';

/** How wide an element is, in pixels, as the page changes; null until it is known. */
export function useWidth(): [ref: RefCallback<HTMLElement>, width: number | null] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (element === null) return undefined;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}
