import { createResampler } from '@leadlock/voice/audio';
import type { PlaybackCommand, PlaybackEvent, PlaybackOptions } from './playback-messages.ts';
import { PlaybackQueue } from './playback-queue.ts';

const LINE_HZ = 8000;
/** 10 ms of the line at a time. */
const BLOCK_SAMPLES = 80;

/** The loudspeaker: plays what is queued, resampled to the device, and tells which marks were reached. */
class PlaybackProcessor extends AudioWorkletProcessor {
  readonly #queue: PlaybackQueue;
  readonly #resampler = createResampler(LINE_HZ, sampleRate);
  readonly #block = new Int16Array(BLOCK_SAMPLES);
  /** Resampled and not yet played. */
  #ready: Int16Array = new Int16Array(0);
  #at = 0;
  #playing = false;

  constructor({ processorOptions }: PlaybackOptions) {
    super();
    this.#queue = new PlaybackQueue(processorOptions?.mostSamples);
    this.port.addEventListener('message', ({ data }: MessageEvent<PlaybackCommand>) => this.#obey(data));
    this.port.start();
  }

  override process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const channel = output?.[0];
    if (channel === undefined) return true;
    for (let index = 0; index < channel.length; index++) {
      if (this.#at === this.#ready.length) this.#refill();
      channel[index] = (this.#ready[this.#at] ?? 0) / 32_768;
      this.#at += 1;
    }
    return true;
  }

  #obey(command: PlaybackCommand): void {
    switch (command.type) {
      case 'audio':
        this.#queue.push(command.mulaw);
        return this.#tellPlaying();
      case 'mark':
        return this.#tellPlayed(this.#queue.mark(command.name));
      case 'clear':
        this.#ready = this.#ready.subarray(0, 0);
        this.#at = 0;
        this.#tellPlayed(this.#queue.clear());
        return this.#tellPlaying();
    }
  }

  #refill(): void {
    const reached = this.#queue.pull(this.#block);
    this.#ready = this.#resampler.process(this.#block);
    this.#at = 0;
    this.#tellPlayed(reached);
    this.#tellPlaying();
  }

  #tellPlayed(marks: string[]): void {
    for (const mark of marks) this.#tell({ type: 'played', mark });
  }

  #tellPlaying(): void {
    const playing = !this.#queue.isEmpty;
    if (playing === this.#playing) return;
    this.#playing = playing;
    this.#tell({ type: 'playing', playing });
  }

  #tell(event: PlaybackEvent): void {
    this.port.postMessage(event, []);
  }
}

registerProcessor('playback', PlaybackProcessor);
