import { silence } from '../../audio/frames.ts';
import type { TwimlElement } from './parse.ts';
import type { VerbContext } from './verb.ts';

const MAX_LOOPS = 1000;

/** How often a verb repeats itself; 0 means until the call ends. */
export function loops(element: TwimlElement): number {
  const loop = Number(element.attributes.loop ?? 1);
  return loop === 0 ? MAX_LOOPS : Math.min(MAX_LOOPS, Math.max(1, loop || 1));
}

/** Speaks a text, as a man for the voice `man` and as a woman for all others. */
export async function say(element: TwimlElement, { service, call, signal, played, alert }: VerbContext): Promise<void> {
  if (element.text === '') return alert(13_520, 'Say: invalid text');
  const engine = await service.speech();
  const audio = await engine.synthesize(element.text, element.attributes.voice === 'man' ? 'rms' : 'slt');
  for (let round = loops(element); round > 0 && !signal.aborted; round--) {
    call.playback.append(audio);
    await played();
  }
}

/** Waits. While the call still rings, the caller hears it ring and nothing else happens. */
export async function pause(element: TwimlElement, { call, signal, played }: VerbContext): Promise<void> {
  const seconds = Math.max(1, Math.trunc(Number(element.attributes.length ?? 1)) || 1);
  if (call.record.startedAt !== null) {
    call.playback.append(silence(seconds * 1000));
    return played();
  }
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
