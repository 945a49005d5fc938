import { useEffect, useRef } from 'react';

/** How far below the window's edge the end may lie and still count as read. */
const NEAR = '160px';

/**
 * For the end of something that grows: keeps it in sight as long as it is, and leaves whoever has scrolled away where they
 * are. `length` is how much there is.
 */
export function useFollowEnd(length: number) {
  const end = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  useEffect(() => {
    const element = end.current;
    if (!element) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        isNear.current = entry?.isIntersecting ?? true;
      },
      { rootMargin: `0px 0px ${NEAR}` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const shown = useRef(length);
  useEffect(() => {
    if (length > shown.current && isNear.current) end.current?.scrollIntoView({ block: 'nearest' });
    shown.current = length;
  }, [length]);
  return end;
}
