import { searchesOf, type Agent, type AgentSettings } from '@leadlock/agents/agents';
import { offeredTools } from '@leadlock/agents/tools';
import type { Settings, SystemContext, ToolConduct } from '@leadlock/context/context';
import type { PhoneDirection } from '@leadlock/core/call-direction';
import type { NativeTool, RealtimeSessionConfig, TurnDetection } from '@leadlock/voice/contracts';
import { VOICE_PROVIDER_NAMES, VOICE_VENDORS, type VoiceProviderName, type VoiceVendor } from '@leadlock/voice/vendors';
import { listeningRules, type ListeningRules } from './listening-rules.ts';
import { describeCaller, numberOfParty, readCaller } from './caller.ts';
import { callVariables, fillIn, type Variables } from './variables.ts';

/** What is known of a call when it begins. */
export interface CallFacts {
  direction: PhoneDirection;
  /** Where the other party is. In a browser they have no number and may write instead of speaking. */
  medium: 'phone' | 'browser';
  fromNumber: string;
  toNumber: string;
  now: Date;
  /** Values for the agent's variables in this call. */
  variables?: Variables;
}

/** A voice that can hold a call as its agent. */
export interface CallVoice {
  providerName: VoiceProviderName;
  /** The provider's name of the model. */
  model: string;
  session: RealtimeSessionConfig;
}

/** How an agent holds a call. */
export interface CallSetup extends CallVoice {
  /** Who goes on with the call when its provider is lost, in this order. */
  fallbacks: readonly CallVoice[];
  /** How tools are used that differ from others, by name; absent: there are none. */
  toolConduct?: Readonly<Record<string, ToolConduct>>;
  speaksFirst: boolean;
  /** The exact first words, recording disclosure included; null: the model finds its own. */
  greeting: string | null;
  /** The beginning of `greeting` that has to be heard to its end; absent: there is none. */
  notice?: string;
  /** Infinity: no limit. */
  maxDurationSeconds: number;
  maxSilenceSeconds: number;
  /** What interrupts the agent, and when it speaks up by itself; absent: as usual. */
  listening?: ListeningRules;
}

export const RECORDING_DISCLOSURE = 'This call may be recorded.';

const turnDetectionOf = (settings: AgentSettings, tuned: Pick<TurnDetection, 'kind' | 'eagerness'>): TurnDetection => ({
  threshold: settings.vad_threshold,
  silenceDurationMs: settings.vad_silence_duration_ms,
  prefixPaddingMs: settings.vad_prefix_padding_ms,
  ...tuned,
});

/** "Tuesday, November 24, 2026 at 10:05 AM", as the clock on the agent's wall shows it. */
const wallClock = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(now);

/** The other party's number: the caller, or whoever is called. */
export const otherParty = (facts: Pick<CallFacts, 'direction' | 'fromNumber' | 'toNumber'>): string =>
  facts.direction === 'outbound' ? facts.toNumber : facts.fromNumber;

function variablesOf(agent: Agent, facts: CallFacts): Variables {
  const { settings } = agent;
  const ofCall = {
    agent_name: agent.name,
    business_name: settings.business_name ?? '',
    caller_number: facts.medium === 'browser' ? '' : (numberOfParty(otherParty(facts)) ?? ''),
  };
  return callVariables(settings, ofCall, facts.variables);
}

function partiesOf({ direction, medium, fromNumber, toNumber }: CallFacts): string {
  if (medium === 'browser') {
    const who = direction === 'outbound' ? 'You have called someone' : 'Someone is calling you';
    return `${who} who talks with you from a web page: they have no phone number there and may write instead of speaking.`;
  }
  return direction === 'outbound'
    ? `You have called ${toNumber}.`
    : `${describeCaller(readCaller(fromNumber))} They called ${toNumber}.`;
}

function instructionsOf(agent: Agent, facts: CallFacts, tools: readonly { name: string }[]): string {
  const { settings } = agent;
  const variables = variablesOf(agent, facts);
  const sections = [
    fillIn(settings.system_prompt, variables),
    [
      '# This call',
      `It is ${wallClock(facts.now, settings.timezone)} (${settings.timezone}).`,
      partiesOf(facts),
      'You are speaking on the phone: keep answers short and never read out formatting.',
    ].join('\n'),
  ];
  const { tool_instructions: given } = settings;
  const notes = tools.flatMap(({ name }) => {
    const note = given?.[name];
    return note ? [`- ${name}: ${fillIn(note, variables)}`] : [];
  });
  if (notes.length > 0) sections.push(['# When to use your tools', ...notes].join('\n'));
  return sections.join('\n\n');
}

/**
 * The exact first words. The disclosure comes before everything else that is said, also when the agent is to wait for
 * the caller, for the recording has begun by then.
 */
function openingOf(agent: Agent, facts: CallFacts): Pick<CallSetup, 'speaksFirst' | 'greeting' | 'notice'> {
  const { settings } = agent;
  const isOutbound = facts.direction === 'outbound';
  const greets = isOutbound ? settings.ai_speaks_first_outbound : settings.ai_speaks_first;
  const written = (isOutbound ? settings.greeting_outbound : null) ?? settings.greeting;
  const greeting = greets && written ? fillIn(written, variablesOf(agent, facts)) : null;
  if (!settings.enable_recording_disclosure) return { speaksFirst: greets, greeting };
  const disclosed = greeting === null ? RECORDING_DISCLOSURE : `${RECORDING_DISCLOSURE} ${greeting}`;
  return { speaksFirst: true, greeting: disclosed, notice: RECORDING_DISCLOSURE };
}

function longestCall(settings: AgentSettings, providerName: VoiceProviderName): number {
  const vendor: VoiceVendor = VOICE_VENDORS[providerName];
  const { maxDurationSeconds = Infinity } = vendor.tuning(settings as never);
  return Math.min(orUnlimited(settings.max_call_duration_minutes * 60), maxDurationSeconds);
}

const orUnlimited = (limit: number): number => (limit === 0 ? Infinity : limit);

/**
 * Everybody else who can hold calls here: whom the agent names, in that order, then those at the usual price. The local voice,
 * which speaks English only, has to be named.
 */
function otherProviders(
  { voiceProviders = {} }: Pick<Settings, 'voiceProviders'>,
  { voice_provider: own, fallback_voice_providers: named }: AgentSettings,
): VoiceProviderName[] {
  const isReady = (name: string): boolean => voiceProviders[name] === 'ready' && name !== own;
  const unnamed = VOICE_PROVIDER_NAMES.filter((name) => name !== 'local' && !named.includes(name)).sort(
    (a, b) => Number(VOICE_VENDORS[a].isPremium) - Number(VOICE_VENDORS[b].isPremium),
  );
  return [...(named as VoiceProviderName[]), ...unnamed].filter(isReady);
}

/** What a provider looks up by itself for this agent. */
function nativeToolsOf(settings: AgentSettings, { nativeTools = [] }: VoiceVendor): NativeTool[] {
  const { web, x } = searchesOf(settings);
  const wanted: NativeTool[] = [
    ...(web ? [{ name: 'web_search' as const }] : []),
    ...(x ? [{ name: 'x_search' as const, ...x }] : []),
  ];
  return wanted.filter(({ name }) => nativeTools.includes(name));
}

/** The voice that an agent has with a provider: the one it was given there, or else the provider's own default. */
function voiceOf(settings: AgentSettings, providerName: VoiceProviderName, shared: SharedConfig): CallVoice {
  const vendor: VoiceVendor = VOICE_VENDORS[providerName];
  const { detection, noiseReduction, language, instructions, own } = vendor.tuning(settings as never);
  const chosen = settings[vendor.voiceField as 'voice'] ?? '';
  const nativeTools = nativeToolsOf(settings, vendor);
  const isNative = (name: string): boolean => nativeTools.some((native) => native.name === name);
  const isKnown = vendor.voices === null || vendor.voices.includes(chosen);
  const session: RealtimeSessionConfig = {
    ...shared,
    ...(instructions !== undefined && { instructions: `${shared.instructions}\n\n${instructions}` }),
    // What the provider does by itself is not ours to do.
    tools: shared.tools.filter(({ name }) => !isNative(name)),
    ...(nativeTools.length > 0 && { nativeTools }),
    voice: isKnown ? chosen : (vendor.defaultVoice ?? chosen),
    temperature: settings.temperature,
    turnDetection: turnDetectionOf(settings, detection),
    noiseReduction,
    language,
    own,
  };
  return { providerName, model: vendor.model, session };
}

type SharedConfig = Pick<RealtimeSessionConfig, 'instructions' | 'tools' | 'firstWords'>;

/** All that a voice session needs to hold this call as this agent. */
export function buildSession(
  ctx: Pick<SystemContext, 'tools' | 'settings'>,
  agent: Agent,
  facts: CallFacts,
): CallSetup {
  const { settings } = agent;
  const providerName = settings.voice_provider as VoiceProviderName;
  const offers = offeredTools(ctx, { kind: 'call', agent, onPhone: facts.medium === 'phone' });
  const tools = offers.map(({ conduct: _conduct, ...offer }) => offer);
  const conducts = offers.flatMap(({ name, conduct }) => (conduct ? [[name, conduct] as const] : []));
  const opening = openingOf(agent, facts);
  const shared: SharedConfig = {
    instructions: instructionsOf(agent, facts, tools),
    tools,
    ...(opening.greeting !== null && { firstWords: opening.greeting }),
  };
  return {
    ...voiceOf(settings, providerName, shared),
    fallbacks: otherProviders(ctx.settings, settings).map((name) => voiceOf(settings, name, shared)),
    ...(conducts.length > 0 && { toolConduct: Object.fromEntries(conducts) }),
    ...opening,
    maxDurationSeconds: longestCall(settings, providerName),
    maxSilenceSeconds: orUnlimited(settings.max_silence_seconds),
    listening: listeningRules(settings, variablesOf(agent, facts)),
  };
}
