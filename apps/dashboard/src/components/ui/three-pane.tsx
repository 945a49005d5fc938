import { ArrowLeft } from 'lucide-react';
import { useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useMediaQuery } from '#/components/use-media-query.ts';
import { Button } from './button.tsx';

type Pane = 'list' | 'main' | 'side';

interface ThreePaneProps {
  /** What is listed: "Conversations". */
  listLabel: string;
  list: ReactNode;
  /** What is shown of the one that is chosen: "Conversation". */
  mainLabel: string;
  main: ReactNode;
  /** What is known about it: "Contact". */
  sideLabel: string;
  side: ReactNode;
  /** Which one is shown where there is room for one only. */
  pane: Pane;
  onPaneChange: (pane: Pane) => void;
}

/** In pixels. */
const NARROWEST = 220;
const WIDEST = 480;
const STEP = 16;

const bounded = (width: number): number => Math.min(WIDEST, Math.max(NARROWEST, width));

/** A list, what is chosen from it, and what is known about that. On a phone one at a time, with a way back. */
export function ThreePane(props: ThreePaneProps) {
  const { listLabel, list, mainLabel, main, sideLabel, side, pane, onPaneChange } = props;
  const isWide = useMediaQuery('(width >= 64rem)');
  const [listWidth, setListWidth] = useState(288);
  const [sideWidth, setSideWidth] = useState(288);
  if (!isWide) {
    const back: Pane = pane === 'side' ? 'main' : 'list';
    return (
      <div className="flex h-full min-h-0 flex-col">
        {pane !== 'list' && (
          <div className="flex items-center justify-between gap-2 border-b border-line p-1">
            <Button variant="ghost" onClick={() => onPaneChange(back)}>
              <ArrowLeft />
              {back === 'list' ? listLabel : mainLabel}
            </Button>
            {pane === 'main' && (
              <Button variant="ghost" onClick={() => onPaneChange('side')}>
                {sideLabel}
              </Button>
            )}
          </div>
        )}
        <section
          aria-label={{ list: listLabel, main: mainLabel, side: sideLabel }[pane]}
          className="min-h-0 flex-1 overflow-y-auto"
        >
          {{ list, main, side }[pane]}
        </section>
      </div>
    );
  }
  return (
    <div
      className="grid h-full min-h-0"
      style={{ gridTemplateColumns: `${listWidth}px auto minmax(0, 1fr) auto ${sideWidth}px` }}
    >
      <section aria-label={listLabel} className="min-h-0 min-w-0 overflow-y-auto">
        {list}
      </section>
      <Divider label={`Width of ${listLabel}`} width={listWidth} grows="right" onResize={setListWidth} />
      <section aria-label={mainLabel} className="min-h-0 min-w-0 overflow-y-auto">
        {main}
      </section>
      <Divider label={`Width of ${sideLabel}`} width={sideWidth} grows="left" onResize={setSideWidth} />
      <section aria-label={sideLabel} className="min-h-0 min-w-0 overflow-y-auto">
        {side}
      </section>
    </div>
  );
}

interface DividerProps {
  label: string;
  width: number;
  /** Where the divider moves to make its pane wider. */
  grows: 'left' | 'right';
  onResize: (width: number) => void;
}

/** Dragged, or moved with the arrow keys. */
function Divider({ label, width, grows, onResize }: DividerProps) {
  const sign = grows === 'right' ? 1 : -1;
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const element = event.currentTarget;
    const from = event.clientX;
    element.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent): void => onResize(bounded(width + sign * (moved.clientX - from)));
    element.addEventListener('pointermove', move);
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    onResize(bounded(width + sign * direction * STEP));
  };
  return (
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a separator that can be moved is a control
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      className="relative z-1 w-px cursor-col-resize touch-none bg-line before:absolute before:inset-y-0 before:-left-1 before:w-2 hover:bg-brand-text focus-visible:bg-brand-text"
    />
  );
}
