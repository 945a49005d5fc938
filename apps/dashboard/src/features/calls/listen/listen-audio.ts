// oxlint-disable-next-line import/default -- Vite gives the address of the bundled file
import playbackUrl from '#/features/talk/audio/playback.worklet.ts?worker&url';
import type { PlaybackCommand, PlaybackOptions } from '#/features/talk/audio/playback-messages.ts';
import { inBackground } from '#/in-background.ts';
import type { HeardAudio, Side } from './listen-session.ts';

/** The caller is heard as they speak: one second at 8 kHz that was not played is sound of a connection that was held up. */
const MOST_OF_CALLER = 8_000;

/** The loudspeaker for a call that is listened to. Open it in a click, or browsers keep it silent. */
export class ListenAudio implements HeardAudio {
  /** What goes out to the loudspeaker, to be metered. */
  readonly output: AnalyserNode;
  readonly #context: AudioContext;
  readonly #volume: GainNode;
  readonly #players: Record<Side, AudioWorkletNode>;

  /** @throws where the browser has no sound for this page, as over http. */
  static async open(): Promise<ListenAudio> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await context.audioWorklet.addModule(playbackUrl);
      return new ListenAudio(context);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  private constructor(context: AudioContext) {
    this.#context = context;
    this.output = context.createAnalyser();
    this.output.fftSize = 1024;
    this.#volume = context.createGain();
    this.output.connect(this.#volume).connect(context.destination);
    const player = (options: PlaybackOptions = {}): AudioWorkletNode => {
      const node = new AudioWorkletNode(context, 'playback', {
        numberOfInputs: 0,
        outputChannelCount: [1],
        ...options,
      });
      node.connect(this.output);
      return node;
    };
    this.#players = { caller: player({ processorOptions: { mostSamples: MOST_OF_CALLER } }), agent: player() };
    inBackground(context.resume());
  }

  play(side: Side, mulaw: Uint8Array<ArrayBuffer>): void {
    this.#command(side, { type: 'audio', mulaw });
  }

  clear(side: Side): void {
    this.#command(side, { type: 'clear' });
  }

  /** @param volume from 0 to 1 */
  setVolume(volume: number): void {
    this.#volume.gain.value = volume;
  }

  close(): void {
    if (this.#context.state !== 'closed') inBackground(this.#context.close());
  }

  #command(side: Side, command: PlaybackCommand): void {
    this.#players[side].port.postMessage(command, []);
  }
}
