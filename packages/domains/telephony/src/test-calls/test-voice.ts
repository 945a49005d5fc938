import { findAgentForCall, type Agent } from '@leadlock/agents/agents';
import type { TenantContext } from '@leadlock/context/context';
import { invalidField } from '@leadlock/core/errors';
import { decodeMulaw, encodeMulaw, resampleWhole } from '@leadlock/voice/audio';
import { VOICE_VENDORS, type VoiceProviderName } from '@leadlock/voice/vendors';
import { rehearsedDirection } from '../calls/rehearsal.ts';
import { rehearse } from './rehearse.ts';
import type { TestVoiceRequest, TestVoiceResponse } from './schemas.ts';
import { startTestCall } from './start-test-call.ts';

const GIVEN_HZ = 24_000;
const PHONE_HZ = 8_000;
const SHORTEST_SECONDS = 0.2;
const LONGEST_SECONDS = 30;

/** PCM16, little-endian, as samples. @throws validation error for what is none, or too short or long to be a question */
function samplesOf(base64: string): Int16Array {
  const bytes = Buffer.from(base64, 'base64');
  const seconds = bytes.length / 2 / GIVEN_HZ;
  if (bytes.length % 2 !== 0 || seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
    throw invalidField(
      ['body', 'audio_base64'],
      `Input should be ${SHORTEST_SECONDS} to ${LONGEST_SECONDS} seconds of PCM16 audio at 24 kHz`,
    );
  }
  return Int16Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16LE(index * 2));
}

function toMulaw(samples: Int16Array): Uint8Array {
  const narrow = resampleWhole(samples, GIVEN_HZ, PHONE_HZ);
  const mulaw = new Uint8Array(narrow.length);
  encodeMulaw(narrow, mulaw);
  return mulaw;
}

function toPcm(mulaw: Uint8Array): string {
  const narrow = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, narrow);
  const wide = resampleWhole(narrow, PHONE_HZ, GIVEN_HZ);
  const bytes = Buffer.alloc(wide.length * 2);
  for (const [index, sample] of wide.entries()) bytes.writeInt16LE(sample, index * 2);
  return bytes.toString('base64');
}

/** Whether it has first words, if only the notice that it records. */
const beginsToSpeak = (agent: Agent): boolean => {
  const { enable_recording_disclosure, ai_speaks_first, ai_speaks_first_outbound } = agent.settings;
  const greets = rehearsedDirection(agent) === 'outbound' ? ai_speaks_first_outbound : ai_speaks_first;
  return greets || enable_recording_disclosure;
};

/**
 * Says something to an agent in a test call and returns what it answers. It is a call like any other: a gateway holds it with
 * the agent's own voice and tools, and it is logged and billed.
 * @throws notFound, conflict, forbidden and limitExceeded as `startTestCall`; upstream when nobody answers
 */
export async function testVoice(ctx: TenantContext, input: TestVoiceRequest): Promise<TestVoiceResponse> {
  const mulaw = toMulaw(samplesOf(input.audio_base64));
  const call = await startTestCall(ctx, input.agent_id);
  const agent = await findAgentForCall(ctx, { agentId: input.agent_id, direction: 'test' });
  const { audio, text } = await rehearse(call, mulaw, agent !== null && beginsToSpeak(agent));
  const provider = agent?.settings.voice_provider as VoiceProviderName | undefined;
  return {
    audio_base64: toPcm(audio),
    transcript: text,
    model: provider === undefined ? '' : VOICE_VENDORS[provider].model,
  };
}
