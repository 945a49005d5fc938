import type { Aside, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import type { MulawAudio } from '../../contracts/audio.ts';
import type { JsonObject } from '../../wire/json.ts';
import type { RealtimeDialect } from './dialect.ts';

const EVENT_ID = 'aside_';

type Told = (aside: Aside) => void;

/**
 * Has short utterances written down that are not answered: turn detection is disabled for as long as it takes to
 * hand one over and to commit it as an item of its own. The provider follows messages in their order, so nothing waits.
 */
export class Asides {
  readonly #send: (message: JsonObject) => void;
  readonly #dialect: Pick<RealtimeDialect, 'detectionRequest'>;
  readonly #detection: RealtimeSessionConfig['turnDetection'];
  /** Handed over, and no item yet. */
  #sent: { eventId: string; told: Told }[] = [];
  readonly #items = new Map<string, Told>();
  #count = 0;

  constructor(
    send: (message: JsonObject) => void,
    dialect: Pick<RealtimeDialect, 'detectionRequest'>,
    detection: RealtimeSessionConfig['turnDetection'],
  ) {
    this.#send = send;
    this.#dialect = dialect;
    this.#detection = detection;
  }

  hear(audio: MulawAudio, told: Told): void {
    const eventId = `${EVENT_ID}${++this.#count}`;
    this.#sent.push({ eventId, told });
    this.#send(this.#dialect.detectionRequest(null));
    this.#send({ type: 'input_audio_buffer.clear' });
    this.#send({ type: 'input_audio_buffer.append', audio: Buffer.from(audio).toString('base64') });
    this.#send({ type: 'input_audio_buffer.commit', event_id: eventId });
    this.#send(this.#dialect.detectionRequest(this.#detection));
  }

  /** Whether an item that was made of what was heard is one of these. Items come in the order of what was sent. */
  committed(itemId: string): boolean {
    const next = this.#sent.shift();
    if (next) this.#items.set(itemId, next.told);
    return next !== undefined;
  }

  has(itemId: string): boolean {
    return this.#items.has(itemId);
  }

  /** All that there will be of an item's words. */
  understood(itemId: string, words: string): void {
    const told = this.#items.get(itemId);
    this.#items.delete(itemId);
    told?.({ itemId, words });
  }

  /** The provider did not take one. False: what it refused was not one of these. */
  refused(eventId: string | null): boolean {
    const index = this.#sent.findIndex((sent) => sent.eventId === eventId);
    if (index < 0) return false;
    const [refused] = this.#sent.splice(index, 1);
    refused?.told({ itemId: '', words: '' });
    return true;
  }
}
