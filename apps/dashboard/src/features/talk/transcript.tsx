import { useEffect, useRef } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatMilliseconds } from '#/format/duration.ts';
import type { Line, SpokenLine } from './talk-state.ts';
import { ToolLine } from './tool-line.tsx';

interface TranscriptProps {
  lines: readonly Line[];
  agentName: string;
  /** Said while there are no lines. */
  empty: string;
}

/** Closer to the end than this, the transcript follows what is said. */
const FOLLOW_PX = 80;

/** What was said and done so far. Follows the end, unless somebody has scrolled up to read. */
export function Transcript({ lines, agentName, empty }: TranscriptProps) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  });
  return (
    <div
      ref={box}
      role="log"
      aria-label="Transcript"
      aria-live="polite"
      // Without links in it the keyboard needs another way to scroll.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < FOLLOW_PX;
      }}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4 focus-visible:-outline-offset-2 sm:p-5"
    >
      {lines.length === 0 && (
        <p className="grid h-full place-items-center text-center text-[13px] text-balance text-muted">{empty}</p>
      )}
      <ol className="grid gap-4">
        {lines.map((line) => (
          <li key={`${line.kind}-${line.id}`}>
            {line.kind === 'tool' ? <ToolLine line={line} /> : <Spoken line={line} agentName={agentName} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Spoken({ line, agentName }: { line: SpokenLine; agentName: string }) {
  const mine = line.role === 'user';
  return (
    <div className={classNames('grid max-w-[85%] gap-1', mine && 'ml-auto justify-items-end')}>
      <p className="flex items-baseline gap-2 text-xs text-muted">
        <span className="font-medium">{mine ? 'You' : agentName}</span>
        {line.latencyMs !== null && (
          <span className="tabular-nums" title="From your last word to the agent’s first sound">
            answered in {formatMilliseconds(line.latencyMs)}
          </span>
        )}
      </p>
      <p
        className={classNames(
          'w-fit rounded-lg px-3 py-2 text-sm text-pretty break-words whitespace-pre-wrap',
          mine ? 'rounded-tr-sm bg-brand text-on-brand' : 'rounded-tl-sm border border-line bg-surface',
          !line.final && 'opacity-80',
        )}
      >
        {line.text}
        {!line.final && <span aria-hidden> …</span>}
      </p>
    </div>
  );
}
