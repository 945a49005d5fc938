import { useSyncExternalStore } from 'react';

/** A recording that can be played. */
export interface Playback {
  audio: HTMLAudioElement;
  /** Calls back whenever the place, the pace or the state changes: with each frame while it plays. */
  subscribe: (listener: () => void) => () => void;
  toggle: () => void;
  /** Goes to a place, in seconds, and plays from there when told so. */
  seek: (seconds: number, play?: boolean) => void;
  /** 1 is as it was spoken. */
  setRate: (rate: number) => void;
  /** Takes the sound up; what it gives back lets go of it. */
  open: (sound: Blob) => () => void;
}

const EVENTS = ['play', 'pause', 'seeking', 'seeked', 'ended', 'ratechange', 'durationchange', 'timeupdate'];

/** A playback without a sound yet. */
export function createPlayback(): Playback {
  const audio = new Audio();
  audio.preload = 'auto';
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());
  let frame = 0;
  const follow = (): void => {
    tell();
    if (!audio.paused) frame = requestAnimationFrame(follow);
  };
  for (const event of EVENTS) audio.addEventListener(event, tell);
  audio.addEventListener('play', follow);
  // A browser that will not play leaves it paused, and the button says so.
  const play = (): void => void audio.play().catch(() => undefined);
  return {
    audio,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    toggle: () => (audio.paused ? play() : audio.pause()),
    seek: (seconds, andPlay = false) => {
      audio.currentTime = Math.min(Math.max(0, seconds), Number.isFinite(audio.duration) ? audio.duration : seconds);
      if (andPlay) play();
    },
    setRate: (rate) => {
      audio.playbackRate = rate;
    },
    open: (sound) => {
      const url = URL.createObjectURL(sound);
      audio.src = url;
      return () => {
        cancelAnimationFrame(frame);
        audio.pause();
        audio.removeAttribute('src');
        URL.revokeObjectURL(url);
      };
    },
  };
}

/** Something of a playback, kept up to date; components are drawn again only when it changes. */
export const usePlaybackValue = <Value extends string | number | boolean | null>(
  playback: Playback,
  select: (audio: HTMLAudioElement) => Value,
): Value => useSyncExternalStore(playback.subscribe, () => select(playback.audio));
