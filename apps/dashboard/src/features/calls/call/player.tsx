import { Download, Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import { saveFile } from '#/api/save-file.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Kbd } from '#/components/ui/kbd.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Tooltip } from '#/components/ui/tooltip.tsx';
import { formatDuration } from '#/format/duration.ts';
import { fileNameOf, type CallDetail } from '../call-labels.ts';
import { speakersOf } from '../call-party.ts';
import { usePlaybackValue, type Playback } from './playback.ts';
import type { Turn } from './timeline.ts';
import type { Recording } from './use-recording.ts';
import { Waveform } from './waveform.tsx';

const endingOf = ({ type }: Blob): string => (type.includes('mpeg') ? 'mp3' : 'wav');
const RATES = ['1', '1.25', '1.5', '1.75', '2'] as const;

/** Controls that mean something else by the space bar. */
const USES_SPACE = 'button, a, input, textarea, select, summary, [role="button"], [contenteditable], [role="dialog"]';

/** Lets the space bar play and pause wherever the focus is, but where it has another meaning. */
function useSpaceBar(playback: Playback): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const inControl = event.target instanceof Element && event.target.closest(USES_SPACE) !== null;
      if (event.key !== ' ' || event.defaultPrevented || event.repeat || inControl) return;
      event.preventDefault();
      playback.toggle();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [playback]);
}

interface PlayerProps {
  call: CallDetail;
  recording: Recording;
  turns: readonly Turn[];
}

/** Plays a recording. Stays in sight while the transcript is read. */
export function Player({ call, recording, turns }: PlayerProps) {
  const { agent, caller } = speakersOf(call);
  const { playback, duration } = recording;
  const playing = usePlaybackValue(playback, (audio) => !audio.paused);
  const second = usePlaybackValue(playback, (audio) => Math.floor(audio.currentTime));
  const rate = usePlaybackValue(playback, (audio) => audio.playbackRate);
  useSpaceBar(playback);
  const label = playing ? 'Pause' : 'Play';
  return (
    // Right below the bar at the top, with the page's own color where they do not meet.
    <div className="sticky top-(--covered) z-10 -mt-2 bg-canvas pt-2">
      <Card aria-label="Recording" className="p-3 sm:p-4">
        <Waveform recording={recording} turns={turns} />
        <div className="mt-3 flex items-center gap-3">
          <Tooltip
            content={
              <span className="flex items-center gap-2">
                {label} <Kbd>Space</Kbd>
              </span>
            }
          >
            <Button variant="primary" size="icon" aria-label={label} className="rounded-full" onClick={playback.toggle}>
              {playing ? <Pause className="fill-current" /> : <Play className="ml-0.5 fill-current" />}
            </Button>
          </Tooltip>
          <span className="text-[13px] whitespace-nowrap tabular-nums">
            {formatDuration(second)} <span className="text-muted">/ {formatDuration(duration)}</span>
          </span>
          <span aria-hidden className="ml-auto flex min-w-0 items-center gap-3 text-xs text-muted max-sm:hidden">
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="size-2 shrink-0 rounded-full bg-brand-text" />
              <span className="max-w-32 truncate">{agent}</span>
            </span>
            <span className="flex min-w-0 items-center gap-1.5">
              <span className="size-2 shrink-0 rounded-full bg-muted" />
              <span className="max-w-32 truncate">{caller}</span>
            </span>
          </span>
          <IconButton
            label="Download recording"
            className="max-sm:ml-auto"
            onClick={() => saveFile(recording.file, `${fileNameOf(call)}.${endingOf(recording.file)}`)}
          >
            <Download />
          </IconButton>
          <div className="w-20">
            <Select
              aria-label="Speed"
              options={RATES.map((value) => ({ value, label: `${value}×` }))}
              value={String(rate)}
              onValueChange={(value) => playback.setRate(Number(value))}
            />
          </div>
        </div>
      </Card>
    </div>
  );
}
