import { useEffect, useRef, useState } from 'react';
import { api } from '#/api/trpc.ts';
import { ListenAudio } from './listen-audio.ts';
import { ListenSession, type ListenState } from './listen-session.ts';

export interface Listening {
  state: ListenState;
  /** What is heard, to be metered; null while nothing is. */
  output: AnalyserNode | null;
  /** From 0 to 100. */
  volume: number;
  muted: boolean;
  start: () => Promise<void>;
  stop: () => void;
  setVolume: (volume: number) => void;
  setMuted: (muted: boolean) => void;
}

const NO_SOUND = 'This browser can’t play sound on this page.';

/** Listens to a call that runs, for as long as the page is open. */
export function useListen(callId: string): Listening {
  const [state, setState] = useState<ListenState>({ phase: 'idle' });
  const [audio, setAudio] = useState<ListenAudio | null>(null);
  const [volume, setVolume] = useState(100);
  const [muted, setMuted] = useState(false);
  const held = useRef<ListenSession | null>(null);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      held.current?.stop();
    };
  }, []);
  useEffect(() => audio?.setVolume(muted ? 0 : volume / 100), [audio, muted, volume]);

  const start = async (): Promise<void> => {
    setState({ phase: 'connecting' });
    const opened = await ListenAudio.open().catch(() => null);
    if (opened === null) return setState({ phase: 'lost', problem: NO_SOUND });
    if (isGone.current) return opened.close();
    const session = new ListenSession(
      {
        ask: () => api.calls.listen.mutate({ call_id: callId }),
        openSocket: (url) => new WebSocket(url),
        audio: opened,
      },
      setState,
    );
    held.current = session;
    setAudio(opened);
    await session.start();
  };

  return {
    state,
    output: state.phase === 'live' ? (audio?.output ?? null) : null,
    volume,
    muted,
    start,
    stop: () => held.current?.stop(),
    setVolume,
    setMuted,
  };
}
