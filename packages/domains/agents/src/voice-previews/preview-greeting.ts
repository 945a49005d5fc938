import type { TenantContext } from '@leadlock/context/context';
import { AppError, invalidField, upstream } from '@leadlock/core/errors';
import { requireActiveTenant } from '@leadlock/identity/tenants';
import type { SpokenText } from '@leadlock/providers/contracts';
import { SpeechError } from '@leadlock/voice/speech';
import { vendorNamed } from '@leadlock/voice/vendors';
import { alternatives } from '../agents/value-rules.ts';
import { speakOnce } from './samples.ts';
import type { PreviewGreetingTTSRequest } from './schemas.ts';

/** How long to wait where the provider does not say. */
const DEFAULT_WAIT_SECONDS = 10;

/**
 * Speaks a text in a provider's voice.
 * @throws forbidden for an account that may not spend anything, a validation error for a provider, voice, or text that
 * cannot be spoken, upstream or unavailable when the provider fails
 */
export async function previewGreeting(ctx: TenantContext, input: PreviewGreetingTTSRequest): Promise<SpokenText> {
  requireActiveTenant(ctx.tenant);
  const { voice_provider: provider, text } = input;
  const voice = knownVoice(input);
  try {
    return await speakOnce(ctx.providers.speech, ctx.tenant.id, { provider, voice, text });
  } catch (error) {
    if (!(error instanceof SpeechError)) throw error;
    throw explain(error, input);
  }
}

/** The voice as the provider spells it; any other where only the provider knows its voices. */
function knownVoice({ voice_provider, voice_id }: PreviewGreetingTTSRequest): string {
  const voices = vendorNamed(voice_provider)?.voices ?? null;
  if (voices === null) return voice_id;
  const voice = voices.find((known) => known.toLowerCase() === voice_id.toLowerCase());
  if (voice !== undefined) return voice;
  throw invalidField(['body', 'voice_id'], `Input should be ${alternatives(voices)}`, voice_id);
}

function explain(error: SpeechError, { voice_provider, voice_id, text }: PreviewGreetingTTSRequest): AppError {
  const provider = vendorNamed(voice_provider)?.label ?? voice_provider;
  const said = error.message === '' ? '' : ` ${provider} says: ${error.message}`;
  switch (error.kind) {
    case 'key_missing':
      return invalidField(
        ['body', 'voice_provider'],
        `${provider} isn’t set up on this installation. Choose another provider.`,
        voice_provider,
      );
    case 'voice_unknown':
      return invalidField(['body', 'voice_id'], `${provider} can’t speak with this voice.${said}`, voice_id);
    case 'text_refused':
      return invalidField(['body', 'text'], `${provider} can’t speak this text.${said}`, text);
    case 'rate_limited':
      return new AppError('unavailable', `${provider} has too many requests right now. Try again in a moment.`, {
        retryAfterSeconds: error.retryAfterMs === undefined ? DEFAULT_WAIT_SECONDS : error.retryAfterMs / 1000,
      });
    case 'key_refused':
    case 'quota_exhausted':
    case 'request_refused':
      return upstream(`${provider} refused to speak this text. Contact support, or choose another provider.`, error);
    case 'vendor_down':
    case 'bad_answer':
    case 'timeout':
      return upstream(`${provider} didn’t respond. Try again, or choose another provider.`, error);
  }
}
