import { useCallback, useEffect, useRef, useState, type ComponentType, type RefObject } from 'react';
import { inBackground } from '#/in-background.ts';
import { useWhenIdle } from '#/components/use-when-idle.ts';
import type { PromptEditorViewProps } from './prompt-editor-view.tsx';

type View = ComponentType<PromptEditorViewProps>;

/**
 * The editor that marks and undoes, which comes after the page: until then, and where it cannot be loaded, a plain text box
 * does. It never takes the place of a box that somebody types into.
 */
export function useRichEditor(box: RefObject<HTMLElement | null>): { View: View | null; onLeave: () => void } {
  const [View, setView] = useState<View | null>(null);
  const loaded = useRef<View | null>(null);
  const show = useCallback((): void => {
    const view = loaded.current;
    const isTypedInto = box.current?.contains(document.activeElement) ?? false;
    if (view && !isTypedInto) setView(() => view);
  }, [box]);
  const isIdle = useWhenIdle();
  useEffect(() => {
    if (!isIdle) return undefined;
    let isGone = false;
    const load = async (): Promise<void> => {
      // Without it the text box stays.
      const part = await import('./prompt-editor-view.tsx').catch(() => null);
      if (isGone || part === null) return;
      loaded.current = part.PromptEditorView;
      show();
    };
    inBackground(load());
    return () => {
      isGone = true;
    };
  }, [isIdle, show]);
  return {
    View,
    // By the time the next element has the focus.
    onLeave: () => void setTimeout(show, 0),
  };
}
