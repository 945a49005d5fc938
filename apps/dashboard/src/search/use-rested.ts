import { useEffect, useState } from 'react';

const TYPING_RESTS_MS = 200;

/** What is typed, once the typing rests. */
export function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), TYPING_RESTS_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
