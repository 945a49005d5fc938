import { useLayoutEffect, useState, type RefCallback } from 'react';

/** Whether an element's content is wider than the element, as either changes. */
export function useOverflows(): [ref: RefCallback<HTMLElement>, overflows: boolean] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const content = element?.firstElementChild;
    if (!element || !content) return undefined;
    // Both are measured by their boxes: what an element lets out of its box is not in its scroll width.
    const measure = (): void => setOverflows(content.getBoundingClientRect().width > element.clientWidth + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(content);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, overflows];
}
