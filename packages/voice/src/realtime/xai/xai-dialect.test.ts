import { expect, test } from 'vitest';
import { sampleSessionConfig } from '../../testing/index.ts';
import { xaiDialect } from './xai-dialect.ts';

test('the session is laid out as xAI wants it: voice and turn detection at the top, no session type', () => {
  expect(xaiDialect.sessionUpdate(sampleSessionConfig({ voice: 'ara', tools: [] }), 'grok-voice-latest')).toEqual({
    type: 'session.update',
    session: {
      instructions: 'You answer the phone of Acme Plumbing.',
      voice: 'ara',
      turn_detection: { type: 'server_vad', threshold: 0.5, silence_duration_ms: 500, prefix_padding_ms: 300 },
      audio: {
        input: {
          format: { type: 'audio/pcmu' },
          transport: 'json',
          transcription: { model: 'grok-transcribe', language_hint: 'en-US' },
        },
        output: { format: { type: 'audio/pcmu' }, transport: 'json' },
      },
      tools: [],
    },
  });
});

test('a change of a session says what changes and no more', () => {
  const [tool] = sampleSessionConfig().tools;
  expect(xaiDialect.changeRequest({ instructions: 'Be brief.' })).toEqual({
    type: 'session.update',
    session: { instructions: 'Be brief.' },
  });
  expect(xaiDialect.changeRequest({ tools: tool ? [tool] : [] })).toEqual({
    type: 'session.update',
    session: { tools: [{ type: 'function', ...tool }] },
  });
});

test('a given text is spoken as a forced message, which the server answers by itself', () => {
  expect(xaiDialect.verbatimRequest('This call is recorded.')).toEqual({
    type: 'conversation.item.create',
    item: {
      type: 'force_message',
      role: 'assistant',
      content: [{ type: 'output_text', text: 'This call is recorded.' }],
      interruptible: true,
    },
  });
});

test('what xAI looks up by itself stands among the tools, limited to accounts where there are any', () => {
  const nativeTools = [{ name: 'web_search' as const }, { name: 'x_search' as const, handles: ['brightsmile'] }];
  const native = [{ type: 'web_search' }, { type: 'x_search', allowed_x_handles: ['brightsmile'] }];
  const { session } = xaiDialect.sessionUpdate(sampleSessionConfig({ tools: [], nativeTools }), 'grok-voice-latest');
  expect(session).toMatchObject({ tools: native });
  expect(xaiDialect.changeRequest({ tools: [], nativeTools })).toMatchObject({ session: { tools: native } });
  expect(xaiDialect.changeRequest({ tools: [], nativeTools: [{ name: 'x_search', handles: [] }] })).toMatchObject({
    session: { tools: [{ type: 'x_search' }] },
  });
});
