import { expect, test } from 'vitest';
import { dtmfTones } from '../audio/index.ts';
import { waitFor } from '../testing/index.ts';
import { useCalls } from '../testing/use-calls.ts';

const MENU = 'Thank you for calling Acme. For sales, press one. For support, press two.';

const calls = useCalls({
  toolConduct: { send_dtmf: { afterSpeech: true, pressesKeys: true } },
  runTool: ({ arguments: args }) => {
    const { keys } = JSON.parse(args) as { keys: string };
    return Promise.resolve({ output: JSON.stringify(keys === '' ? { error: 'No keys' } : { pressed: keys }) });
  },
});

const press = (id: string, keys: string) => ({ id, name: 'send_dtmf', arguments: JSON.stringify({ keys }) });

test('keys are heard as tones, and nothing is said to that', async () => {
  const [call, provider] = await calls.start();
  provider.callTool('r1', press('c1', '1w2#'));
  await provider.expect('conversation.item.create');
  expect(call.client.received.equals(dtmfTones('1w2#'))).toBe(true);
  await waitFor('the end of the turn', () => call.session.phase === 'listening');
  expect(provider.leftovers).toEqual([]);
  expect(call.session.progress().toolCalls).toMatchObject([{ status: 'done', output: '{"pressed":"1w2#"}' }]);
});

test('keys that could not be pressed make no sound, and the agent says what it makes of that', async () => {
  const [call, provider] = await calls.start();
  provider.callTool('r1', press('c1', ''));
  await provider.expect('conversation.item.create');
  await provider.expect('response.create');
  expect(call.client.received.length).toBe(0);
});

test('an agent that a phone menu leads in circles is told, and hangs up at last', async () => {
  const [call, provider] = await calls.start({ policy: { mostMenuLoops: 2 } });
  provider.callerTurn('u1', MENU);
  provider.callTool('r1', press('c1', '1'));
  await provider.expect('conversation.item.create');
  provider.callerTurn('u2', MENU);
  const note = await provider.expect('conversation.item.create');
  expect(JSON.stringify(note)).toContain('(1 of 2 times');
  provider.callTool('r2', press('c2', '2'));
  await provider.expect('conversation.item.create');
  provider.callerTurn('u3', MENU);
  expect(await call.result).toMatchObject({ status: 'completed', endReason: 'menu_loop' });
});
