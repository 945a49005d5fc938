import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { api, type Outputs } from '#/api/trpc.ts';
import { BrowserAudio } from './audio/browser-audio.ts';
import { NoAudio } from './audio/no-audio.ts';
import { mayUseMicrophone } from './may-use-microphone.ts';
import { MICROPHONE_LOST, microphoneProblem, NO_SOUND, type MicrophoneProblem } from './microphone-problem.ts';
import { IDLE, type TalkState } from './talk-state.ts';
import { TalkSession, type StartedCall } from './talk-session.ts';

type Agent = Pick<Outputs['agents']['get'], 'id' | 'ai_speaks_first' | 'enable_recording_disclosure'>;

interface Call {
  session: TalkSession;
  /** Null where the browser has no sound. */
  audio: BrowserAudio | null;
}

export interface Talk {
  state: TalkState;
  audio: BrowserAudio | null;
  session: TalkSession | null;
  /** Whether the microphone is open. */
  listening: boolean;
  muted: boolean;
  silent: boolean;
  microphoneProblem: MicrophoneProblem | null;
  start: (by: 'voice' | 'text') => Promise<void>;
  /** Opens a microphone in the middle of a call, or changes to another one. */
  openMicrophone: (deviceId?: string) => Promise<void>;
  setMuted: (muted: boolean) => void;
  setSilent: (silent: boolean) => void;
}

const nothing = () => () => undefined;

/** The call, where nobody has to be asked for the microphone first. What it fails with is for whoever waits for it. */
function startEarly<Call>(by: 'voice' | 'text', startCall: () => Promise<Call>): Promise<Call | null> {
  const isFree = by === 'text' ? Promise.resolve(true) : mayUseMicrophone();
  const call = isFree.then((free) => (free ? startCall() : null));
  call.catch(() => undefined);
  return call;
}

/**
 * A call with an agent that is held on this page. It ends with the page.
 * @param startCall in place of a call with what is saved
 */
export function useTalk(
  agent: Agent,
  startCall: () => Promise<StartedCall> = () => api.testCalls.start.mutate({ agent_id: agent.id }),
): Talk {
  const [call, setCall] = useState<Call | null>(null);
  const [opening, setOpening] = useState(false);
  const [listening, setListening] = useState(false);
  const [muted, setMuted] = useState(false);
  const [silent, setSilent] = useState(false);
  const [problem, setProblem] = useState<MicrophoneProblem | null>(null);
  const state = useSyncExternalStore(
    call === null ? nothing : (listener) => call.session.subscribe(listener),
    () => call?.session.state ?? IDLE,
  );

  const isGone = useRef(false);
  const held = useRef<TalkSession | null>(null);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      held.current?.dispose();
    };
  }, []);

  const openOn = async (audio: BrowserAudio, deviceId?: string): Promise<boolean> => {
    const onLost = (): void => {
      setListening(false);
      setProblem(MICROPHONE_LOST);
    };
    try {
      await audio.openMicrophone(onLost, deviceId);
      setListening(true);
      setProblem(null);
      return true;
    } catch (error) {
      setProblem(microphoneProblem(error));
      return false;
    }
  };

  /** The sound for a call, with the microphone when it is by voice; undefined when there is to be no call. */
  const openAudio = async (by: 'voice' | 'text'): Promise<BrowserAudio | null | undefined> => {
    const audio = await BrowserAudio.open().catch(() => null);
    if (audio === null) {
      setProblem(NO_SOUND);
      return by === 'text' ? null : undefined;
    }
    // The permission may be asked for long after the page was left: nothing stays open, and nothing is begun.
    if (!isGone.current && (by === 'text' || (await openOn(audio))) && !isGone.current) return audio;
    audio.close();
    return undefined;
  };

  const start = async (by: 'voice' | 'text'): Promise<void> => {
    held.current?.dispose();
    setCall(null);
    setOpening(true);
    setProblem(null);
    setListening(false);
    setMuted(false);
    setSilent(false);
    try {
      const opening = openAudio(by);
      // The agent's voice opens while the browser's sound does. Where somebody is asked first, there may be no call at all.
      const early = startEarly(by, startCall);
      const audio = await opening;
      if (audio === undefined || isGone.current) return;
      const session = new TalkSession({
        audio: audio ?? new NoAudio(),
        // The recording is disclosed first, whoever is to begin.
        agentBegins: agent.ai_speaks_first !== false || agent.enable_recording_disclosure !== false,
        now: () => performance.now(),
        openSocket: (url) => new WebSocket(url),
        startCall: async () => (await early) ?? startCall(),
      });
      held.current = session;
      setCall({ session, audio });
      await session.start();
    } finally {
      setOpening(false);
    }
  };

  return {
    state: opening && state.phase !== 'live' ? { ...IDLE, phase: 'starting' } : state,
    audio: call?.audio ?? null,
    session: call?.session ?? null,
    listening,
    muted,
    silent,
    microphoneProblem: problem,
    start,
    async openMicrophone(deviceId) {
      if (call?.audio) await openOn(call.audio, deviceId);
    },
    setMuted(next) {
      call?.session.mute(next);
      setMuted(next);
    },
    setSilent(next) {
      call?.audio?.silence(next);
      setSilent(next);
    },
  };
}
