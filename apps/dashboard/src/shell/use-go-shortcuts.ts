import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { inBackground } from '#/in-background.ts';
import { useAccount } from '#/session/account.ts';
import { navigationFor } from './navigation.ts';

/** How long after `g` the page's key may come. */
const PATIENCE_MS = 1_000;

/** Where keys are typed, or belong to what is open over the page. */
const TAKEN = 'input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]';

/** `g` and a page's key goes there; `?` shows the shortcuts. */
export function useGoShortcuts(showShortcuts: () => void): void {
  const navigate = useNavigate();
  const account = useAccount();
  const act = useRef<(key: string, afterG: boolean) => void>(null);
  useEffect(() => {
    act.current = (key, afterG) => {
      if (key === '?') return showShortcuts();
      if (!afterG) return;
      const page = navigationFor(account)
        .flatMap(({ items }) => items)
        .find((item) => item.key === key);
      if (page) inBackground(navigate({ to: page.to }));
    };
  });
  useEffect(() => {
    let pressedG = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || event.repeat) return;
      if (event.target instanceof Element && event.target.closest(TAKEN) !== null) return;
      if (document.querySelector('[role=dialog]') !== null) return;
      const afterG = event.timeStamp - pressedG < PATIENCE_MS;
      pressedG = event.key === 'g' && !afterG ? event.timeStamp : Number.NEGATIVE_INFINITY;
      act.current?.(event.key, afterG);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
