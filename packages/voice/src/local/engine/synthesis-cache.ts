/** 4 MB hold about 8 minutes of speech: greetings, disclosures and stock phrases. */
const MAX_BYTES = 4_000_000;

/**
 * Remembers what was spoken lately; the least recently used goes first. Two requests for the same words share one run.
 * The audio is shared too: it must not be written to.
 */
export function createSynthesisCache(
  maxBytes: number = MAX_BYTES,
): (text: string, voice: string, synthesize: () => Promise<Uint8Array>) => Promise<Uint8Array> {
  const entries = new Map<string, { audio: Promise<Uint8Array>; bytes: number }>();
  let total = 0;

  function remove(key: string): void {
    total -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return (text, voice, synthesize) => {
    const key = `${voice}\n${text}`;
    const known = entries.get(key);
    if (known) {
      entries.delete(key);
      entries.set(key, known);
      return known.audio;
    }
    const entry = { audio: synthesize(), bytes: 0 };
    entries.set(key, entry);
    entry.audio.then(
      (audio) => {
        if (entries.get(key) !== entry) return;
        entry.bytes = audio.length + key.length;
        total += entry.bytes;
        for (const oldest of entries.keys()) if (total > maxBytes) remove(oldest);
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry.audio;
  };
}
