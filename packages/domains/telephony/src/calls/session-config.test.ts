import { AgentCreate, type Agent } from '@leadlock/agents/agents';
import type { Settings } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { agents } from '@leadlock/agents/domain';
import { telephony } from '../domain.ts';
import { buildSession, RECORDING_DISCLOSURE, type CallFacts } from './session-config.ts';

function agentWith(settings: Partial<z.input<typeof AgentCreate>> = {}): Agent {
  const { name, ...rest } = AgentCreate.parse({ name: 'Front desk', system_prompt: 'Be kind.', ...settings });
  return {
    id: newId(),
    tenantId: newId(),
    name,
    isActive: true,
    settings: { ...rest, elevenlabs_agent_id: null },
    phoneCount: 1,
    createdAt: new Date(),
    updatedAt: new Date(),
  };
}

const voiceProviders = { xai: 'ready', openai: 'ready', gemini: 'key_missing', local: 'ready' } as const;
const build = (agent: Agent, facts: CallFacts) =>
  buildSession({ ...telephony, settings: { voiceProviders } as unknown as Settings }, agent, facts);

const inbound: CallFacts = {
  direction: 'inbound',
  medium: 'phone',
  fromNumber: '+12125550123',
  toNumber: '+14155550100',
  now: new Date('2026-11-24T15:05:00Z'),
};
const outbound: CallFacts = { ...inbound, direction: 'outbound' };

describe('instructions', () => {
  it('begin with the prompt and say when and with whom the call is', () => {
    const { instructions } = build(agentWith({ timezone: 'America/Chicago' }), inbound).session;
    expect(instructions).toMatch(/^Be kind\./);
    expect(instructions).toMatch(/Tuesday, November 24, 2026 at 9:05\sAM \(America\/Chicago\)/);
    expect(instructions).toContain("The caller's number is +12125550123");
    expect(build(agentWith(), outbound).session.instructions).toContain('You have called +14155550100');
  });

  it('fill in variables: the call’s own, the agent’s defaults, and what was given', () => {
    const agent = agentWith({
      system_prompt:
        '{{agent_name}} of {{ business_name }} calls {{first.name}} about {{offer}}{{unknown}}. {{caller_number}}',
      business_name: 'Bright Smile',
      variable_definitions: [{ name: 'offer', default_value: 'a check-up' }, { name: 'first.name' }],
    });
    const { instructions } = build(agent, { ...outbound, variables: { 'first.name': 'Jo' } }).session;
    expect(instructions).toMatch(/^Front desk of Bright Smile calls Jo about a check-up\. \+14155550100/);
  });

  it('fill in variables with hyphens, with digits first, and with names that objects have by themselves', () => {
    const agent = agentWith({
      system_prompt: '{{first-name}}, {{1st}}, {{__proto__}}, {{constructor}}.',
      variable_definitions: [
        { name: 'first-name', default_value: 'Jo' },
        { name: '1st', default_value: 'one' },
        { name: '__proto__', default_value: 'two' },
      ],
    });
    const { instructions } = build(agent, { ...outbound, variables: { '1st': 'won' } }).session;
    expect(instructions).toMatch(/^Jo, won, two, \./);
  });

  it('explain the tools that are offered, and no others', () => {
    const agent = agentWith({
      tools_enabled: ['end_call', 'book_appointment'],
      tool_instructions: { end_call: 'After goodbye', book_appointment: 'Ask for the name', send_sms: 'Never' },
    });
    const { tools, instructions } = build(agent, inbound).session;
    expect(tools.map(({ name }) => name)).toEqual(['end_call']);
    expect(instructions).toContain('- end_call: After goodbye');
    expect(instructions).not.toMatch(/Ask for the name|Never/);
  });
});

it('offers templates by name', () => {
  const agent = agentWith({ tools_enabled: ['send_sms'], sms_templates: [{ name: 'address', content: '1 Main St' }] });
  const [tool] = build(agent, inbound).session.tools;
  expect(tool?.parameters).toMatchObject({ properties: { template: { enum: ['address'] } }, required: [] });
  const [plain] = build(agentWith({ tools_enabled: ['send_sms'] }), inbound).session.tools;
  expect(plain?.parameters).toMatchObject({ required: ['message'] });
  expect(plain?.parameters.properties).not.toHaveProperty('template');
});

it('names the notice that has to be heard, where there is one', () => {
  const noticeOf = (settings: Parameters<typeof agentWith>[0]) => build(agentWith(settings), inbound).notice;
  expect(noticeOf({ greeting: 'Hello!' })).toBe(RECORDING_DISCLOSURE);
  expect(noticeOf({ ai_speaks_first: false })).toBe(RECORDING_DISCLOSURE);
  expect(noticeOf({ greeting: 'Hello!', enable_recording_disclosure: false })).toBeUndefined();
});

describe('the first words', () => {
  const opening = (settings: Parameters<typeof agentWith>[0], facts = inbound) => {
    const { speaksFirst, greeting } = build(agentWith(settings), facts);
    return { speaksFirst, greeting };
  };

  it.each<[string, Parameters<typeof agentWith>[0], CallFacts, { speaksFirst: boolean; greeting: string | null }]>([
    [
      'disclose the recording and greet',
      { greeting: 'Hello from {{business_name}}!', business_name: 'Acme' },
      inbound,
      { speaksFirst: true, greeting: `${RECORDING_DISCLOSURE} Hello from Acme!` },
    ],
    [
      'disclose even when the caller is to speak first',
      { greeting: 'Hello!', ai_speaks_first: false },
      inbound,
      { speaksFirst: true, greeting: RECORDING_DISCLOSURE },
    ],
    [
      'only greet without the disclosure',
      { greeting: 'Hello!', enable_recording_disclosure: false },
      inbound,
      { speaksFirst: true, greeting: 'Hello!' },
    ],
    [
      'are the model’s own when none are written',
      { enable_recording_disclosure: false },
      inbound,
      { speaksFirst: true, greeting: null },
    ],
    [
      'are the caller’s',
      { greeting: 'Hello!', enable_recording_disclosure: false, ai_speaks_first: false },
      inbound,
      { speaksFirst: false, greeting: null },
    ],
    [
      'are others when the agent calls',
      { greeting: 'Hello!', greeting_outbound: 'Good day!', enable_recording_disclosure: false },
      outbound,
      { speaksFirst: true, greeting: 'Good day!' },
    ],
    [
      'follow the setting for outbound calls there',
      { greeting: 'Hello!', enable_recording_disclosure: false, ai_speaks_first_outbound: false },
      outbound,
      { speaksFirst: false, greeting: null },
    ],
  ])('%s', (_name, settings, facts, expected) => {
    expect(opening(settings, facts)).toEqual(expected);
  });
});

describe('the voice', () => {
  it.each<[Parameters<typeof agentWith>[0], string, string]>([
    [{ voice_provider: 'xai', voice: 'eve' }, 'eve', 'grok-voice-latest'],
    [{ voice_provider: 'openai', openai_voice: 'cedar' }, 'cedar', 'gpt-realtime'],
    [{ voice_provider: 'local', voice: 'rms' }, 'rms', 'local'],
    [{ voice_provider: 'elevenlabs', elevenlabs_voice_id: 'v1' }, 'v1', 'elevenlabs-agent'],
  ])('of %o is %s', (settings, voice, model) => {
    const setup = build(agentWith(settings), inbound);
    expect(setup.session.voice).toBe(voice);
    expect(setup).toMatchObject({ providerName: settings?.voice_provider, model });
  });

  it('listens as OpenAI’s settings say, for OpenAI alone', () => {
    const settings = { vad_threshold: 0.4, openai_vad_eagerness: 'high', openai_noise_reduction: 'disabled' };
    const openai = build(agentWith({ ...settings, voice_provider: 'openai' }), inbound).session;
    expect(openai.turnDetection).toMatchObject({ kind: 'semantic', eagerness: 'high', threshold: 0.4 });
    expect(openai.noiseReduction).toBeNull();
    const volume = build(agentWith({ voice_provider: 'openai', openai_vad_type: 'server_vad' }), inbound).session;
    expect(volume.turnDetection.kind).toBe('server');
    expect(volume.noiseReduction).toBe('far_field');
    expect(build(agentWith({ voice_provider: 'xai' }), inbound).session.turnDetection.kind).toBe('server');
  });
});

it('presses keys on the phone alone', () => {
  const agent = agentWith({ tools_enabled: ['send_dtmf'] });
  const names = (facts: CallFacts): string[] => build(agent, facts).session.tools.map(({ name }) => name);
  expect(names(inbound)).toEqual(['send_dtmf']);
  expect(names({ ...inbound, medium: 'browser' })).toEqual([]);
});

it('listens as the agent says', () => {
  expect(build(agentWith(), inbound).listening).toEqual({
    interruptions: { shortestMs: 500, heedsEmphasis: true, backchannels: [] },
    idle: { afterMs: 25_000, count: 2, sentence: null },
    longestTurnMs: 90_000,
  });
  const settings = {
    interruption_sensitivity: 'low',
    backchannel_words: ['roger'],
    idle_reminder_count: 1,
    idle_reminder_seconds: 10,
    idle_reminder_message: 'Is anybody at {{business_name}}?',
    business_name: 'Acme',
    max_caller_turn_seconds: 0,
  };
  expect(build(agentWith(settings), inbound).listening).toEqual({
    interruptions: { shortestMs: 800, heedsEmphasis: false, backchannels: ['roger'] },
    idle: { afterMs: 10_000, count: 1, sentence: 'Is anybody at Acme?' },
    longestTurnMs: Infinity,
  });
});

it.each([
  [25, 20, 10_000],
  [60, 60, 30_000],
  [25, 120, 25_000],
  [300, 0, 300_000],
  [25, 8, Infinity],
])('reminds after %d s of a silence that may last %d s: after %d ms', (seconds, longest, afterMs) => {
  const agent = agentWith({ idle_reminder_seconds: seconds, max_silence_seconds: longest });
  expect(build(agent, inbound).listening?.idle.afterMs).toBe(afterMs);
});

it('limits the call as the agent says; 0 is no limit', () => {
  expect(build(agentWith(), inbound)).toMatchObject({ maxDurationSeconds: 1800, maxSilenceSeconds: 120 });
  const unlimited = build(agentWith({ max_call_duration_minutes: 0, max_silence_seconds: 0 }), inbound);
  expect(unlimited).toMatchObject({ maxDurationSeconds: Infinity, maxSilenceSeconds: Infinity });
});

describe('who goes on when the provider is lost', () => {
  it('are the others that calls can be held with here, each with what the agent was given there', () => {
    const { providerName, fallbacks } = build(agentWith({ voice: 'rex', openai_voice: 'cedar' }), inbound);
    expect([providerName, fallbacks.map((voice) => voice.providerName)]).toEqual(['xai', ['openai']]);
    expect(fallbacks[0]).toMatchObject({
      model: 'gpt-realtime',
      session: { voice: 'cedar', turnDetection: { kind: 'semantic', eagerness: 'low' } },
    });
  });

  it('are first those whom the agent names, in its order, and the local voice only among them', () => {
    const namesOf = (...named: string[]) =>
      build(agentWith({ fallback_voice_providers: named }), inbound).fallbacks.map(({ providerName }) => providerName);
    expect(namesOf()).toEqual(['openai']);
    expect(namesOf('local')).toEqual(['local', 'openai']);
    expect(namesOf('openai', 'local')).toEqual(['openai', 'local']);
    expect(namesOf('elevenlabs'), 'without a key').toEqual(['openai']);
  });

  it('have the same prompt and tools, and a voice of their own where the agent has none there', () => {
    const setup = build(agentWith({ voice_provider: 'local', voice: 'slt' }), inbound);
    const [xai] = setup.fallbacks;
    expect(setup.fallbacks.map(({ providerName }) => providerName)).toEqual(['xai', 'openai']);
    expect(xai?.session.voice).toBe('ara');
    expect(xai?.session.instructions).toBe(setup.session.instructions);
    expect(xai?.session.tools).toEqual(setup.session.tools);
  });
});

describe('searches', () => {
  const searching = { enable_web_search: true, enable_x_search: true, x_search_handles: ['@brightsmile'] };
  const tools = [...agents.tools, ...telephony.tools];
  const setup = buildSession(
    { tools, settings: { voiceProviders } as unknown as Settings },
    agentWith({ ...searching, voice_provider: 'xai' }),
    inbound,
  );

  it('are left to a provider that has them', () => {
    expect(setup.session.nativeTools).toEqual([{ name: 'web_search' }, { name: 'x_search', handles: ['brightsmile'] }]);
    expect(setup.session.tools.map(({ name }) => name)).toEqual([]);
  });

  it('are left to it as far as it has them', () => {
    const { session } = buildSession(
      { tools, settings: { voiceProviders } as unknown as Settings },
      agentWith({ ...searching, voice_provider: 'gemini' }),
      inbound,
    );
    expect(session.nativeTools).toEqual([{ name: 'web_search' }]);
    expect(session.tools.map(({ name }) => name)).toEqual(['x_search']);
  });

  it('are tools of ours with any other, also when it takes over', () => {
    const [openai] = setup.fallbacks;
    expect(openai).toMatchObject({ providerName: 'openai' });
    expect(openai?.session.nativeTools).toBeUndefined();
    expect(openai?.session.tools.map(({ name }) => name)).toEqual(['web_search', 'x_search']);
  });
});
