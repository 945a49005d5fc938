import { useEffect, useState } from 'react';

/** At the latest so long after the page is there, in ms. */
const PATIENCE_MS = 2_000;

/** False until the page is there and has nothing to do: what is nice to have is loaded then. */
export function useWhenIdle(): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    const show = (): void => setIsIdle(true);
    // Safari has no such thing.
    if (typeof window.requestIdleCallback !== 'function') {
      const timer = setTimeout(show, 0);
      return () => clearTimeout(timer);
    }
    const asked = window.requestIdleCallback(show, { timeout: PATIENCE_MS });
    return () => window.cancelIdleCallback(asked);
  }, []);
  return isIdle;
}
