import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { rest } from '#/api/rest.ts';
import type { CallDetail } from '../call-labels.ts';
import { loudnessOf } from './loudness.ts';
import { createPlayback, type Playback } from './playback.ts';
import { recordingStart } from './recording-start.ts';
import { turnsOf } from './timeline.ts';

/** Telephones carry no more. */
const SAMPLE_RATE = 8_000;

export interface Recording {
  playback: Playback;
  /** As it was stored. */
  file: Blob;
  /** In seconds. */
  duration: number;
  /** Step by step, 0–1. */
  loudness: Float32Array;
  /** When it began, in ms since the epoch. */
  startedAt: number;
}

interface Sound {
  blob: Blob;
  duration: number;
  loudness: Float32Array;
}

async function loadSound(callId: string, signal: AbortSignal): Promise<Sound> {
  // Its own address asks for the same credentials as everything else, which a plain audio element cannot send.
  const blob = await (await rest(`/calls/${callId}/recording`, { signal })).blob();
  const decoded = await new OfflineAudioContext(1, 1, SAMPLE_RATE).decodeAudioData(await blob.arrayBuffer());
  const samples = decoded.getChannelData(0);
  return { blob, duration: decoded.duration, loudness: loudnessOf(samples, decoded.sampleRate) };
}

export interface RecordingState {
  recording: Recording | null;
  error: string | null;
  retry: () => void;
}

/** The recording of a call that has one, ready to play. */
export function useRecording(call: CallDetail): RecordingState {
  const { data, error, refetch } = useQuery({
    queryKey: ['recording', call.id],
    queryFn: ({ signal }) => loadSound(call.id, signal),
    enabled: Boolean(call.recording_url),
    staleTime: Infinity,
    // Megabytes: gone soon after the page is.
    gcTime: 60_000,
    retry: false,
  });
  const [playback] = useState(createPlayback);
  useEffect(() => (data ? playback.open(data.blob) : undefined), [playback, data]);
  const recording = useMemo(() => {
    if (!data) return null;
    const { blob, duration, loudness } = data;
    const guess = Date.parse(call.ended_at ?? call.started_at) - duration * 1_000;
    return { playback, file: blob, duration, loudness, startedAt: recordingStart(turnsOf(call), loudness, guess) };
  }, [data, playback, call]);
  return {
    recording,
    error: error && recordingProblem(error),
    retry: () => void refetch(),
  };
}

/** The browser's own words about sound that it cannot read help nobody. */
const recordingProblem = (error: Error): string =>
  error instanceof DOMException ? 'Your browser can’t play this recording.' : toApiError(error).message;
