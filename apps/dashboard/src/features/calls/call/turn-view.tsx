import { Scissors } from 'lucide-react';
import { Fragment, useEffect, useRef, type KeyboardEvent } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { formatDuration } from '#/format/duration.ts';
import { usePlaybackValue } from './playback.ts';
import { sentencesOf } from './sentences.ts';
import type { Turn } from './timeline.ts';
import type { Recording } from './use-recording.ts';

interface TurnViewProps {
  turn: Turn;
  /** When the next one speaks: until then this turn is the current one. */
  nextAt: number;
  /** Who speaks, in words. */
  speaker: string;
  /** When the call began, in ms since the epoch. */
  origin: number;
  recording: Recording | null;
}

/** One turn of the conversation, in step with the recording where there is one. */
export function TurnView({ turn, nextAt, speaker, origin, recording }: TurnViewProps) {
  const isAgent = turn.role === 'assistant';
  return (
    <li className="grid grid-cols-[3rem_1fr] gap-x-3 py-2.5 sm:grid-cols-[3.5rem_1fr]">
      <span className="pt-px text-right text-xs leading-5 text-muted tabular-nums">
        {formatDuration((turn.startedAt - origin) / 1_000)}
      </span>
      <div className="min-w-0">
        <p className="flex items-center gap-2 text-xs leading-5 font-semibold">
          <span className={isAgent ? 'text-brand-text' : undefined}>{speaker}</span>
          {turn.interrupted && (
            <Badge tone="warning">
              <Scissors aria-hidden />
              Interrupted
            </Badge>
          )}
        </p>
        {recording === null ? (
          <p className="text-sm leading-6 break-words">{turn.text}</p>
        ) : (
          <SpokenText turn={turn} nextAt={nextAt} recording={recording} />
        )}
      </div>
    </li>
  );
}

/** The sentences of a turn; each plays from where it was said, and the one that is heard stands out. */
function SpokenText({ turn, nextAt, recording }: { turn: Turn; nextAt: number; recording: Recording }) {
  const { playback, startedAt } = recording;
  const sentences = sentencesOf(turn);
  const toSeconds = (moment: number): number => (moment - startedAt) / 1_000;
  const current = usePlaybackValue(playback, ({ currentTime, paused }) => {
    const moment = startedAt + currentTime * 1_000;
    if ((paused && currentTime === 0) || moment < turn.startedAt || moment >= nextAt) return -1;
    return sentences.findLastIndex((sentence) => sentence.startedAt <= moment + 1);
  });
  const isCurrent = current >= 0;
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (!isCurrent || playback.audio.paused) return;
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    text.current?.scrollIntoView({ block: 'nearest', behavior });
  }, [isCurrent, playback]);
  return (
    // The margins keep it clear of the player, which stays on top.
    <p
      ref={text}
      aria-current={isCurrent || undefined}
      className="scroll-mt-[calc(var(--covered)+10.75rem)] scroll-mb-24 text-sm leading-6 break-words"
    >
      {sentences.map((sentence, index) => {
        const play = (): void => playback.seek(toSeconds(sentence.startedAt), true);
        return (
          <Fragment key={index}>
            <span
              role="button"
              tabIndex={0}
              title="Play from here"
              onClick={play}
              onKeyDown={(event: KeyboardEvent) => {
                if (event.key !== 'Enter' && event.key !== ' ') return;
                event.preventDefault();
                play();
              }}
              className={classNames(
                'cursor-pointer rounded-xs box-decoration-clone py-0.5 transition-colors duration-100 hover:bg-hover',
                index === current && 'bg-brand-text/15 hover:bg-brand-text/15',
              )}
            >
              {sentence.text.trimEnd()}
            </span>{' '}
          </Fragment>
        );
      })}
    </p>
  );
}
