import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useIsNarrow } from '#/components/use-media-query.ts';
import { formatDuration } from '#/format/duration.ts';
import { toBars } from './loudness.ts';
import { usePlaybackValue } from './playback.ts';
import type { Turn } from './timeline.ts';
import type { Recording } from './use-recording.ts';

const HEIGHT = 56;
const BAR = 2;
const PITCH = 3;
const SKIP_SECONDS = 5;
const FAR_SKIP_SECONDS = 30;

/** Where each key leads, in seconds. */
const placeOf = (key: string, now: number, duration: number): number | null =>
  ({
    ArrowLeft: now - SKIP_SECONDS,
    ArrowDown: now - SKIP_SECONDS,
    ArrowRight: now + SKIP_SECONDS,
    ArrowUp: now + SKIP_SECONDS,
    PageDown: now - FAR_SKIP_SECONDS,
    PageUp: now + FAR_SKIP_SECONDS,
    Home: 0,
    End: duration,
  })[key] ?? null;

/** One stroke a bar. */
const barsPath = (bars: readonly [index: number, height: number][]): string =>
  bars
    .map(([index, height]) => {
      const half = Math.max(1, (height * (HEIGHT - 4)) / 2);
      return `M${index * PITCH + BAR / 2} ${(HEIGHT / 2 - half).toFixed(1)}v${(half * 2).toFixed(1)}`;
    })
    .join('');

interface WaveformProps {
  recording: Recording;
  turns: readonly Turn[];
}

/** The shape of a recording, who spoke when, and how far it was played. Click, drag or arrow keys lead elsewhere. */
export function Waveform({ recording, turns }: WaveformProps) {
  const { playback, duration, loudness, startedAt } = recording;
  const count = useIsNarrow() ? 100 : 260;
  const second = usePlaybackValue(playback, (audio) => Math.floor(audio.currentTime));
  const paths = useMemo(() => {
    const isCaller = (index: number): boolean => {
      const moment = startedAt + ((index + 0.5) / count) * duration * 1_000;
      return turns.findLast((turn) => turn.startedAt <= moment)?.role === 'user';
    };
    const bars = toBars(loudness, count).map((height, index): [number, number] => [index, height]);
    return {
      agent: barsPath(bars.filter(([index]) => !isCaller(index))),
      caller: barsPath(bars.filter(([index]) => isCaller(index))),
    };
  }, [loudness, count, turns, startedAt, duration]);

  const clipId = useId();
  const played = useRef<SVGRectElement>(null);
  const head = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // With every frame, so past React.
    const show = (): void => {
      const share = duration === 0 ? 0 : Math.min(1, playback.audio.currentTime / duration);
      played.current?.setAttribute('width', String(share * count * PITCH));
      head.current?.style.setProperty('left', `${share * 100}%`);
    };
    show();
    return playback.subscribe(show);
  }, [playback, duration, count]);

  const seekTo = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    playback.seek(((event.clientX - left) / width) * duration);
  };
  const seekByKey = (event: KeyboardEvent): void => {
    const place = placeOf(event.key, playback.audio.currentTime, duration);
    if (place === null) return;
    event.preventDefault();
    playback.seek(place);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Playback position"
      aria-valuemin={0}
      aria-valuemax={Math.round(duration)}
      aria-valuenow={second}
      aria-valuetext={`${formatDuration(second)} of ${formatDuration(duration)}`}
      onKeyDown={seekByKey}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
      }}
      className="relative w-full cursor-pointer touch-none rounded-sm"
    >
      <svg
        aria-hidden
        viewBox={`0 0 ${count * PITCH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-14 w-full"
        fill="none"
        strokeWidth={BAR}
        stroke="currentColor"
      >
        <clipPath id={clipId}>
          <rect ref={played} x={0} y={0} width={0} height={HEIGHT} />
        </clipPath>
        <g className="opacity-35">
          <path d={paths.agent} className="text-brand-text" />
          <path d={paths.caller} className="text-muted" />
        </g>
        <g clipPath={`url(#${clipId})`}>
          <path d={paths.agent} className="text-brand-text" />
          <path d={paths.caller} className="text-ink" />
        </g>
      </svg>
      <span ref={head} aria-hidden className="absolute inset-y-0 w-px bg-ink" />
    </div>
  );
}
