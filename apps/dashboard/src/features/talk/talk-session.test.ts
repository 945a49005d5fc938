import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallAudio, CallAudioListener } from './call-audio.ts';
import type { ServerMessage } from './talk-protocol.ts';
import { TalkSession, type StartedCall, type TalkSocket } from './talk-session.ts';

/** The gateway's end of the line, played by the test. */
class ScriptedSocket extends EventTarget implements TalkSocket {
  binaryType: BinaryType = 'blob';
  readyState: 0 | 1 | 2 | 3 = 0;
  readonly sent: unknown[] = [];
  closed = false;

  send(data: string | BufferSource | Blob): void {
    this.sent.push(typeof data === 'string' ? JSON.parse(data) : data);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  says(message: ServerMessage | { type: 'later' }): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  plays(bytes: number): void {
    this.dispatchEvent(new MessageEvent('message', { data: new ArrayBuffer(bytes) }));
  }

  breaks(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

class RecordedAudio implements CallAudio {
  readonly done: string[] = [];
  listener: CallAudioListener | null = null;
  play(mulaw: Uint8Array): void {
    this.done.push(`play ${mulaw.length}`);
  }
  mark(name: string): void {
    this.done.push(`mark ${name}`);
  }
  clear(): void {
    this.done.push('clear');
  }
  finish(): void {
    this.done.push('finish');
  }
  close(): void {
    this.done.push('close');
  }
  listen(listener: CallAudioListener): void {
    this.listener = listener;
  }
  speak(loudness: number): void {
    this.listener?.onMicrophone(new Uint8Array(160).fill(7), loudness);
  }
}

const CALL: StartedCall = { call_id: 'call-1', url: 'ws://gateway/browser', token: 'secret' };

let clock = 0;
let socket: ScriptedSocket;
let audio: RecordedAudio;

beforeEach(() => {
  clock = 1000;
  socket = new ScriptedSocket();
  audio = new RecordedAudio();
});

function newSession(options: { startCall?: () => Promise<StartedCall>; agentBegins?: boolean } = {}): TalkSession {
  return new TalkSession({
    startCall: options.startCall ?? (() => Promise.resolve(CALL)),
    openSocket: () => socket,
    audio,
    agentBegins: options.agentBegins ?? false,
    now: () => clock,
  });
}

async function liveSession(options?: { agentBegins?: boolean }): Promise<TalkSession> {
  const session = newSession(options);
  await session.start();
  socket.opens();
  socket.says({ type: 'ready', call_id: 'call-1' });
  return session;
}

const agentSays = (text: string, final = false, id = 'a1'): void =>
  socket.says({ type: 'transcript', role: 'agent', item_id: id, text, final });
const latencies = (session: TalkSession) =>
  session.state.lines.flatMap((line) => (line.kind === 'spoken' && line.role === 'agent' ? [line.latencyMs] : []));

describe('the beginning', () => {
  it('shows the token first and is live when the gateway is ready', async () => {
    const session = newSession();
    await session.start();
    expect(session.state).toMatchObject({ phase: 'starting', callId: 'call-1' });
    socket.opens();
    expect(socket.sent).toEqual([{ type: 'start', token: 'secret' }]);
    expect(socket.binaryType).toBe('arraybuffer');
    socket.says({ type: 'ready', call_id: 'call-1' });
    expect(session.state).toMatchObject({ phase: 'live', startedAt: 1000 });
  });

  it('says why the api refused the call', async () => {
    const session = newSession({ startCall: () => Promise.reject(new TypeError('offline')) });
    await session.start();
    expect(session.state).toMatchObject({ phase: 'ended', startedAt: null });
    expect(session.state.problem).toContain('Can’t reach');
    expect(audio.done).toEqual(['close']);
  });

  it.for([
    { code: 1008, problem: 'refused' },
    { code: 1013, problem: 'restarting' },
    { code: 1006, problem: 'Can’t reach' },
  ])('says what a socket that closes with $code means', async ({ code, problem }) => {
    const session = newSession();
    await session.start();
    socket.breaks(code);
    expect(session.state.phase).toBe('ended');
    expect(session.state.problem).toContain(problem);
  });

  it('opens no socket for a call that was given up while it was asked for', async () => {
    let answer: (call: StartedCall) => void = () => undefined;
    let opened = 0;
    const session = new TalkSession({
      startCall: () => new Promise((resolve) => (answer = resolve)),
      openSocket: () => {
        opened += 1;
        return socket;
      },
      audio,
      agentBegins: false,
      now: () => clock,
    });
    const started = session.start();
    session.hangUp();
    answer(CALL);
    await started;
    expect(opened).toBe(0);
    expect(session.state.phase).toBe('ended');
  });
});

describe('sound', () => {
  it('plays audio and marks in their order, and tells which marks were heard', async () => {
    await liveSession();
    socket.plays(320);
    socket.says({ type: 'mark', name: '0:1' });
    socket.says({ type: 'clear' });
    expect(audio.done).toEqual(['play 320', 'mark 0:1', 'clear']);
    audio.listener?.onPlayed('0:1');
    expect(socket.sent.at(-1)).toEqual({ type: 'played', mark: '0:1' });
  });

  it('sends the microphone as it is, and silence while it is muted', async () => {
    const session = await liveSession();
    audio.speak(0.2);
    session.mute(true);
    audio.speak(0.2);
    expect(socket.sent.slice(1)).toEqual([new Uint8Array(160).fill(7), new Uint8Array(160).fill(0xff)]);
  });

  it('sends nothing of the microphone before the gateway is ready', async () => {
    const session = newSession();
    await session.start();
    socket.opens();
    audio.speak(0.2);
    expect(socket.sent).toHaveLength(1);
  });
});

describe('the transcript', () => {
  it('replaces what came before for an item', async () => {
    const session = await liveSession();
    agentSays('Hel');
    agentSays('Hello, this is Ava.', true);
    expect(session.state.lines).toEqual([
      { kind: 'spoken', id: 'a1', role: 'agent', text: 'Hello, this is Ava.', final: true, latencyMs: null },
    ]);
  });

  it('takes out what was never heard', async () => {
    const session = await liveSession();
    agentSays('As I was saying');
    agentSays('', true);
    expect(session.state.lines).toEqual([]);
  });

  it('puts the result to its tool call, and the second one in place of the first', async () => {
    const session = await liveSession();
    socket.says({ type: 'tool_call', id: 't1', name: 'send_sms', arguments: { message: 'Hi' } });
    expect(session.state.lines[0]).toMatchObject({ name: 'send_sms', outcome: null });
    socket.says({ type: 'tool_result', id: 't1', success: false, result: { error: 'slow' } });
    socket.says({ type: 'tool_result', id: 't1', success: true, result: { sent: true } });
    expect(session.state.lines).toEqual([
      {
        kind: 'tool',
        id: 't1',
        name: 'send_sms',
        input: { message: 'Hi' },
        outcome: { success: true, result: { sent: true } },
      },
    ]);
  });

  it('passes over what a newer gateway may say', async () => {
    const session = await liveSession();
    socket.says({ type: 'later' });
    expect(session.state.phase).toBe('live');
  });
});

describe('the time of an answer', () => {
  it('runs from the end of my speech to the first sound', async () => {
    const session = await liveSession();
    audio.speak(0.2);
    clock = 1500;
    audio.speak(0.2);
    clock = 1900;
    audio.speak(0.001);
    clock = 2200;
    socket.plays(160);
    agentSays('We open at nine.');
    expect(latencies(session)).toEqual([700]);
  });

  it('runs from what I wrote, also when the words come before the sound', async () => {
    const session = await liveSession();
    session.sendText('  Are you open? ');
    expect(socket.sent.at(-1)).toEqual({ type: 'text', text: 'Are you open?' });
    clock = 1300;
    agentSays('Yes, until five.');
    clock = 1400;
    socket.plays(160);
    expect(latencies(session)).toEqual([400]);
  });

  it('is not given to the greeting, nor to a second sentence', async () => {
    const session = await liveSession({ agentBegins: true });
    session.sendText('Hello?');
    agentSays('Hello, this is Ava.', false, 'a0');
    socket.plays(160);
    socket.plays(160);
    audio.listener?.onPlaying(false);
    clock = 1800;
    socket.plays(160);
    agentSays('How can I help?', false, 'a1');
    audio.listener?.onPlaying(false);
    clock = 2500;
    socket.plays(160);
    agentSays('Are you there?', false, 'a2');
    expect(latencies(session)).toEqual([null, 800, null]);
  });

  it('is not given to what interrupts me, but to the answer to all of my words', async () => {
    const session = await liveSession();
    audio.speak(0.2);
    clock = 1500;
    audio.speak(0.2);
    clock = 1507;
    agentSays('We open', false, 'a1');
    socket.plays(160);
    audio.speak(0.2);
    clock = 1800;
    audio.speak(0.2);
    socket.says({ type: 'clear' });
    agentSays('We', true, 'a1');
    clock = 2600;
    agentSays('On Saturday from nine.', false, 'a2');
    socket.plays(160);
    expect(latencies(session)).toEqual([null, 800]);
  });

  it('is not given to what the agent was saying already when its sound came late', async () => {
    const session = await liveSession({ agentBegins: true });
    agentSays('Hello, this is Ava.', false, 'a0');
    socket.plays(160);
    audio.speak(0.2);
    clock = 1500;
    audio.listener?.onPlaying(false);
    clock = 1600;
    socket.plays(160);
    audio.listener?.onPlaying(false);
    clock = 2200;
    socket.plays(160);
    agentSays('How can I help?', false, 'a1');
    expect(latencies(session)).toEqual([null, 1200]);
  });
});

describe('the end', () => {
  it('hangs up, is silent at once, and waits for the gateway to close', async () => {
    const session = await liveSession();
    session.hangUp();
    expect(session.state.phase).toBe('ending');
    expect(socket.sent.at(-1)).toEqual({ type: 'hangup' });
    expect(audio.done).toContain('close');
    agentSays('Good', true);
    socket.says({ type: 'ended', reason: 'caller_hangup' });
    socket.breaks(1000);
    expect(session.state).toMatchObject({ phase: 'ended', endReason: 'caller_hangup', problem: null });
    expect(session.state.lines).toHaveLength(1);
  });

  it('is over by itself when nobody answers the hanging up', async () => {
    vi.useFakeTimers();
    try {
      const session = await liveSession();
      session.hangUp();
      vi.runAllTimers();
      expect(session.state).toMatchObject({ phase: 'ended', endReason: 'caller_hangup', problem: null });
      expect(socket.closed).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('lets the last words be heard when the agent hangs up', async () => {
    const session = await liveSession();
    socket.plays(160);
    socket.says({ type: 'ended', reason: 'agent_hangup' });
    socket.breaks(1000);
    expect(session.state).toMatchObject({ phase: 'ended', endReason: 'agent_hangup', problem: null });
    expect(audio.done.at(-1)).toBe('finish');
  });

  it('says that the connection was lost', async () => {
    const session = await liveSession();
    socket.breaks(1006);
    expect(session.state).toMatchObject({ phase: 'ended', endReason: 'connection_lost' });
    expect(session.state.problem).toContain('connection was lost');
  });

  it('hangs up when the page is left, and tells nobody any more', async () => {
    const session = await liveSession();
    let told = 0;
    session.subscribe(() => {
      told += 1;
    });
    session.dispose();
    expect(socket.sent.at(-1)).toEqual({ type: 'hangup' });
    expect(told).toBe(0);
  });
});

it('tells of keys, and of typing not more often than needed', async () => {
  const session = await liveSession();
  session.pressKey('5');
  session.typing();
  clock += 500;
  session.typing();
  clock += 2000;
  session.typing();
  expect(socket.sent.slice(1)).toEqual([{ type: 'dtmf', digit: '5' }, { type: 'typing' }, { type: 'typing' }]);
});
