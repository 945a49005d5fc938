import { describe, expect, it } from 'vitest';
import { ListenSession, type ListenSocket, type ListenState, type Side } from './listen-session.ts';

/** A gateway's side of the socket, and all that the session did. */
function listen(
  ask: () => Promise<{ url: string; token: string }> = () => Promise.resolve({ url: 'wss://g', token: 't' }),
) {
  const events = new EventTarget();
  const did: unknown[] = [];
  const states: ListenState[] = [];
  const socket: ListenSocket = {
    binaryType: 'blob',
    send: (data) => did.push(['send', data]),
    close: () => did.push('close'),
    addEventListener: events.addEventListener.bind(events) as ListenSocket['addEventListener'],
  };
  const session = new ListenSession(
    {
      ask,
      openSocket: (url) => {
        did.push(['open', url]);
        return socket;
      },
      audio: {
        play: (side: Side, mulaw) => did.push([side, ...mulaw]),
        clear: (side) => did.push(['clear', side]),
        close: () => did.push('silence'),
      },
    },
    (state) => states.push(state),
  );
  const say = (data: unknown): void => {
    const isSound = data instanceof Uint8Array;
    events.dispatchEvent(Object.assign(new Event('message'), { data: isSound ? data.buffer : JSON.stringify(data) }));
  };
  const open = (): boolean => events.dispatchEvent(new Event('open'));
  const close = (code: number): boolean => events.dispatchEvent(Object.assign(new Event('close'), { code }));
  return { session, did, states, say, open, close };
}

/** One that hears a call. */
async function listenLive() {
  const all = listen();
  await all.session.start();
  all.open();
  all.say({ type: 'ready', call_id: 'c' });
  all.did.length = 0;
  return all;
}

describe('listening to a call', () => {
  it('shows its token, and plays each side until the call ends', async () => {
    const { session, did, states, say, open, close } = listen();
    await session.start();
    open();
    say(Uint8Array.of(0, 1, 2));
    say({ type: 'ready', call_id: 'c' });
    say(Uint8Array.of(0, 7));
    say(Uint8Array.of(1, 8, 9));
    say(Uint8Array.of(5, 8));
    say({ type: 'news' });
    say({ type: 'clear' });
    say({ type: 'ended' });
    close(1000);
    expect(did).toEqual([
      ['open', 'wss://g'],
      ['send', '{"type":"start","token":"t"}'],
      ['caller', 7],
      ['agent', 8, 9],
      ['clear', 'agent'],
      'silence',
      'close',
    ]);
    expect(states.map(({ phase }) => phase)).toEqual(['connecting', 'live', 'ended']);
  });

  it.each([
    [1006, 'The connection was lost.'],
    [1008, 'The call can’t be listened to any more.'],
    [1013, 'Too many people are listening to this call.'],
  ])('says what became of it after %i', async (code, problem) => {
    const { states, did, close } = await listenLive();
    close(code);
    expect(states.at(-1)).toEqual({ phase: 'lost', problem });
    expect(did).toContain('silence');
  });

  it('says why it may not', async () => {
    const { session, states, did } = listen(() => Promise.reject(new Error('No')));
    await session.start();
    expect(states.at(-1)).toMatchObject({ phase: 'lost' });
    expect(did).toEqual(['silence']);
  });

  it('is stopped, also before anything is heard', async () => {
    const live = await listenLive();
    live.session.stop();
    live.close(1000);
    expect(live.states.at(-1)).toEqual({ phase: 'idle' });
    expect(live.did).toEqual(['silence', 'close']);

    const ticket = Promise.withResolvers<{ url: string; token: string }>();
    const early = listen(() => ticket.promise);
    const started = early.session.start();
    early.session.stop();
    ticket.resolve({ url: 'wss://g', token: 't' });
    await started;
    expect(early.did).toEqual(['silence']);
    expect(early.states.at(-1)).toEqual({ phase: 'idle' });
  });
});
