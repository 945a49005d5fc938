import { noiseBytes } from './noise.ts';

/** How a provider's side of a call is spoken, as far as a load needs it: sessions are opened, and agents speak without end. */
export interface Dialect {
  /** Said as soon as somebody connects. */
  opened: string | null;
  /** What a message that sets a session up has in it. */
  setup: string;
  ready: string;
  /** What the agent's speech begins with. */
  begin(id: string): string[];
  /** 20 ms of the agent. */
  frame(id: string): string;
  /** What a message with the caller's audio begins with; null: it is sent nothing while the caller is silent. */
  audioHead: string | null;
}

const openai: Dialect = {
  opened: '{"type":"session.created","session":{}}',
  setup: '"session.update"',
  ready: '{"type":"session.updated","session":{}}',
  begin: (id) => [
    `{"type":"response.created","response":{"id":"resp_${id}","status":"in_progress"}}`,
    `{"type":"response.output_item.added","response_id":"resp_${id}","item":{"id":"item_${id}","type":"message"}}`,
  ],
  frame: (id) =>
    `{"type":"response.output_audio.delta","event_id":"event_${id}","response_id":"resp_${id}","item_id":"item_${id}",` +
    `"output_index":0,"content_index":0,"delta":"${noiseBytes(160).toString('base64')}"}`,
  audioHead: '{"type":"input_audio_buffer.append"',
};

/** Linear samples at 24 kHz, so that the gateway resamples all of it. */
const gemini: Dialect = {
  opened: null,
  setup: '"setup"',
  ready: '{"setupComplete":{}}',
  begin: () => [],
  frame: () =>
    '{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"' +
    `${noiseBytes(960).toString('base64')}"}}]}}}`,
  audioHead: null,
};

export const DIALECTS = { openai, gemini };
export type DialectName = keyof typeof DIALECTS;
