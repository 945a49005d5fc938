import { createHash } from 'node:crypto';
import { ProviderError } from '@leadlock/providers/contracts';
import { useDatabase } from '@leadlock/testing/use-database';
import type { ToolCall } from '@leadlock/voice/contracts';
import { describe, expect, it } from 'vitest';
import { CALLER, createWorld, ring, traces, type WorldOptions } from '../../test/world.ts';
import { runCallTool } from './run-call-tool.ts';

const database = await useDatabase();

interface Sent {
  from: string;
  to: string;
  body: string;
}

/** A call whose agent can text; the texts that reach Twilio are kept. */
async function startCall(options: WorldOptions = {}) {
  const world = await createWorld(database, options);
  const { callId } = await ring(world);
  const sent: Sent[] = [];
  world.carrier.sendMessage = (_credentials, message) => {
    sent.push(message);
    return Promise.resolve({ sid: `SM${sent.length}`, status: 'queued', segments: 1 });
  };
  const run = async (name: string, args: unknown, id = 'call_1', more: Parameters<typeof runCallTool>[3] = {}) => {
    const toolCall: ToolCall = { id, name, arguments: typeof args === 'string' ? args : JSON.stringify(args) };
    const outcome = await runCallTool(world.ctx, callId, toolCall, more);
    return { ...outcome, result: JSON.parse(outcome.output) as Record<string, unknown> };
  };
  const messages = () => database.system.selectFrom('messages').selectAll().where('call_id', '=', callId).execute();
  const executions = () =>
    database.system.selectFrom('tool_executions').selectAll().where('call_id', '=', callId).execute();
  return { world, callId, sent, run, messages, executions };
}

it('presses keys, and nothing that is none', async () => {
  const { run } = await startCall({ agentSettings: { tools_enabled: ['send_dtmf'] } });
  expect((await run('send_dtmf', { keys: '1w204#' })).result).toEqual({ pressed: '1w204#' });
  for (const keys of ['', '1a', '1,2', '1'.repeat(33)]) {
    expect((await run('send_dtmf', { keys }, `call_${keys}`)).result).toHaveProperty('error');
  }
});

it('ends the call', async () => {
  const { run, executions } = await startCall();
  expect(await run('end_call', { reason: 'done' })).toMatchObject({ endCall: true, result: { ending: true } });
  expect(await run('end_call', { reason: 'done' })).toMatchObject({ endCall: true });
  expect(await executions()).toMatchObject([{ name: 'end_call', arguments: { reason: 'done' }, succeeded: true }]);
});

describe('send_sms', () => {
  it('texts the caller from the number they called', async () => {
    const { world, callId, sent, run, messages } = await startCall();
    const { result, endCall } = await run('send_sms', { message: ' Our address is 1 Main St. ' });
    expect(result).toEqual({ sent: true, to: CALLER });
    expect(endCall).toBeUndefined();
    expect(sent).toEqual([{ from: world.number, to: CALLER, body: 'Our address is 1 Main St.' }]);
    expect(await messages()).toMatchObject([
      {
        direction: 'outbound',
        from_number: world.number,
        to_number: CALLER,
        body: 'Our address is 1 Main St.',
        status: 'queued',
        twilio_message_sid: 'SM1',
        segments: 1,
      },
    ]);
    const { events } = await traces(world, callId);
    expect(events.at(-1)).toMatchObject({ type: 'text.sent', payload: { to_number: CALLER, channel: 'sms' } });
  });

  it.each(['anonymous', 'client:alice', 'sip:alice@example.com'])('asks for the number of %s', async (from_number) => {
    const { callId, sent, run, messages } = await startCall();
    await database.system.updateTable('call_logs').set({ from_number }).where('id', '=', callId).execute();
    expect((await run('send_sms', { message: 'Hi' })).result.error).toContain('Ask for a number');
    expect(await messages()).toEqual([]);
    expect(await run('send_sms', { message: 'Hi', to: '+14155552671' }, 'call_2')).toMatchObject({
      result: { sent: true },
    });
    expect(sent).toMatchObject([{ to: '+14155552671' }]);
  });

  it('texts another number where one is given', async () => {
    const { sent, run } = await startCall();
    await run('send_sms', { message: 'Hi', to: '(415) 555-2671' });
    expect(sent).toMatchObject([{ to: '+14155552671' }]);
  });

  it('fills in a template', async () => {
    const { sent, run } = await startCall({
      agentSettings: {
        business_name: 'Bright Smile',
        sms_templates: [{ name: 'address', content: '{{business_name}}: {{street}}, {{nothing}}ask {{agent_name}}' }],
        variable_definitions: [{ name: 'street', default_value: '1 Main St' }],
      },
    });
    await run('send_sms', { template: 'address' });
    expect(sent).toMatchObject([{ body: 'Bright Smile: 1 Main St, ask Front desk' }]);
    expect((await run('send_sms', { template: 'other' }, 'call_2')).result.error).toContain('Nothing to send');
  });

  it.each<[string, unknown, WorldOptions, string]>([
    ['a number that is none', { message: 'Hi', to: '123' }, {}, '123 is not a number'],
    ['a premium number', { message: 'Hi', to: '+1 900 234 5678' }, {}, 'is not a number'],
    ['an extension', { message: 'Hi', to: '+1 212 555 0123 ext. 45' }, {}, 'has an extension'],
    ['an empty text', { message: '  ' }, {}, 'Nothing to send'],
    ['a text that is none', { message: 7 }, {}, 'Invalid arguments'],
    ['arguments that are no object', '[1]', {}, 'not a JSON object'],
    ['arguments that are no JSON', '{"message":', {}, 'not a JSON object'],
    ['a number that cannot text', { message: 'Hi' }, { number: { sms_capable: false } }, 'cannot send texts'],
    ['an agent that may not', { message: 'Hi' }, { agentSettings: { tools_enabled: ['end_call'] } }, 'not enabled'],
  ])('tells the model about %s', async (_name, args, options, words) => {
    const { sent, run } = await startCall(options);
    const { result } = await run('send_sms', args);
    expect(result.error).toContain(words);
    expect(sent).toEqual([]);
  });

  it('tells the model why Twilio refused, and keeps it', async () => {
    const { world, callId, run, messages, executions } = await startCall();
    world.carrier.sendMessage = () =>
      Promise.reject(new ProviderError('unsubscribed', { provider: 'twilio', status: 400, code: '21610' }));
    const { result } = await run('send_sms', { message: 'Hi' });
    expect(result.error).toContain('opted out');
    expect(await messages()).toMatchObject([{ status: 'failed', error_code: '21610' }]);
    expect(await executions()).toMatchObject([{ succeeded: false }]);
    expect((await traces(world, callId)).eventTypes).not.toContain('text.sent');
  });

  it('survives a fault of our own', async () => {
    const { world, run, executions } = await startCall();
    world.carrier.sendMessage = () => Promise.reject(new TypeError('a bug'));
    expect((await run('send_sms', { message: 'Hi' })).result.error).toContain('internal error');
    expect(await executions()).toMatchObject([{ succeeded: false }]);
  });
});

it('does not know other tools', async () => {
  const { run, executions } = await startCall();
  expect((await run('book_appointment', {})).result.error).toContain('no tool named book_appointment');
  expect((await run('toString', {})).result.error).toContain('no tool named toString');
  expect(await executions()).toEqual([]);
});

describe('once', () => {
  it('however many ask at the same time, and all get the result', async () => {
    const { world, sent, run } = await startCall();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    world.carrier.sendMessage = async (_credentials, message) => {
      sent.push(message);
      await held;
      return { sid: 'SM1', status: 'queued', segments: 1 };
    };
    const runs = Promise.all([1, 2, 3].map(() => run('send_sms', { message: 'Hi' })));
    await expect.poll(() => sent.length).toBe(1);
    release();
    const results = (await runs).map(({ result }) => result);
    expect(results).toEqual([1, 2, 3].map(() => ({ sent: true, to: CALLER })));
    expect(sent).toHaveLength(1);
  });

  it('for each id and for each arguments', async () => {
    const { sent, run } = await startCall();
    await run('send_sms', { message: 'One' }, 'call_1');
    await run('send_sms', { message: 'One' }, 'call_2');
    await run('send_sms', { message: 'Two' }, 'call_2');
    await run('send_sms', { message: 'Two' }, 'call_2');
    expect(sent.map(({ body }) => body)).toEqual(['One', 'One', 'Two']);
  });

  it('also when the process that began it has died: nobody knows, and it is not done again', async () => {
    const { world, callId, sent, run } = await startCall();
    const args = '{"message":"Hi"}';
    await database.system
      .insertInto('tool_executions')
      .values({
        tenant_id: world.tenant.id,
        call_id: callId,
        tool_call_id: 'call_1',
        arguments_hash: createHash('sha256').update(args).digest(),
        name: 'send_sms',
        arguments: args,
      })
      .execute();
    const { result } = await run('send_sms', args, 'call_1', { patienceMs: 0 });
    expect(result.error).toContain('not known whether it succeeded');
    expect(sent).toEqual([]);
  });
});
