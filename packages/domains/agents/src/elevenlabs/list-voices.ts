import type { Clock } from '@leadlock/core/clock';
import type { ElevenLabsApi } from '@leadlock/providers/contracts';

export interface VendorVoice {
  id: string;
  label: string;
}

const FRESH_MS = 10 * 60_000;
/** Somebody waits for it; without the list a voice is named by its id. */
const PATIENCE_MS = 3000;
/** An account may have thousands of voices; nobody chooses from more. */
const MAX_PAGES = 5;

interface Known {
  at: number;
  voices: Promise<VendorVoice[] | null>;
}

const known = new WeakMap<ElevenLabsApi, Known>();

/** The voices of the account at ElevenLabs by name, asked for again after ten minutes; null: they are not to be had now. */
export function listVoices(api: ElevenLabsApi, clock: Clock): Promise<VendorVoice[] | null> {
  const now = clock.now().getTime();
  const last = known.get(api);
  if (last && now - last.at < FRESH_MS) return last.voices;
  const voices = askForVoices(api).catch(() => last?.voices ?? null);
  known.set(api, { at: now, voices });
  return voices;
}

async function askForVoices(api: ElevenLabsApi): Promise<VendorVoice[]> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const voices: VendorVoice[] = [];
  let next = '';
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await api.ask({ path: `/v2/voices?page_size=100${next}`, signal });
    for (const voice of Array.isArray(answer.voices) ? (answer.voices as Record<string, unknown>[]) : []) {
      const { voice_id: id, name } = voice;
      if (typeof id === 'string' && id !== '' && typeof name === 'string')
        voices.push({ id, label: labelOf(name, id) });
    }
    if (answer.has_more !== true || typeof answer.next_page_token !== 'string') break;
    next = `&next_page_token=${encodeURIComponent(answer.next_page_token)}`;
  }
  return voices.sort((one, other) => one.label.localeCompare(other.label));
}

/** A bounded name that begins with a capital letter, as all labels do. */
function labelOf(name: string, id: string): string {
  const label = name.trim().slice(0, 100).toWellFormed() || id;
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}
