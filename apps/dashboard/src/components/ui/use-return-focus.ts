import { useRef } from 'react';

/**
 * Gives the focus back to what opened a dialog. Radix knows only its own triggers, and our dialogs are opened by state.
 * When a menu's item opened it, the item is gone by then; the menu gives the focus to its button, and that is remembered.
 */
export const useReturnFocus = () => {
  const opener = useRef<HTMLElement | null>(null);
  const remember = (element: EventTarget | null): void => {
    if (element instanceof HTMLElement && element !== document.body) opener.current = element;
  };
  return {
    onOpenAutoFocus: () => {
      opener.current = null;
      remember(document.activeElement);
    },
    onFocusOutside: (event: Event) => {
      if (!opener.current?.isConnected) remember(event.target);
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault();
      opener.current?.focus();
    },
  };
};
