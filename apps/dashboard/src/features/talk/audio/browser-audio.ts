import type { CallAudio, CallAudioListener } from '../call-audio.ts';
// oxlint-disable-next-line import/default -- Vite gives the address of the bundled file
import captureUrl from './capture.worklet.ts?worker&url';
import type { MicrophoneFrame } from './frame-cutter.ts';
import type { PlaybackCommand, PlaybackEvent } from './playback-messages.ts';
// oxlint-disable-next-line import/default -- the same
import playbackUrl from './playback.worklet.ts?worker&url';
import { inBackground } from '#/in-background.ts';

/** Microphone and loudspeaker of this browser, for one call. Open it in a click, or browsers keep it silent. */
export class BrowserAudio implements CallAudio {
  /** What goes out to the loudspeaker, to be metered. */
  readonly output: AnalyserNode;
  /** What comes from the microphone, to be metered. */
  readonly input: AnalyserNode;
  readonly #context: AudioContext;
  readonly #player: AudioWorkletNode;
  readonly #volume: GainNode;
  readonly #recorder: AudioWorkletNode;
  #listener: CallAudioListener | null = null;
  #microphone: { stream: MediaStream; source: MediaStreamAudioSourceNode } | null = null;
  #playing = false;
  #finishing = false;

  /** @throws where the browser has no sound for this page, as over http. */
  static async open(): Promise<BrowserAudio> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      await Promise.all([context.audioWorklet.addModule(captureUrl), context.audioWorklet.addModule(playbackUrl)]);
      return new BrowserAudio(context);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  private constructor(context: AudioContext) {
    this.#context = context;
    this.#player = new AudioWorkletNode(context, 'playback', { numberOfInputs: 0, outputChannelCount: [1] });
    this.#volume = context.createGain();
    this.output = meter(context);
    this.#player.connect(this.output).connect(this.#volume).connect(context.destination);
    this.#recorder = new AudioWorkletNode(context, 'capture', { numberOfOutputs: 0, channelCount: 1 });
    this.input = meter(context);
    this.input.connect(this.#recorder);
    this.#player.port.addEventListener('message', ({ data }: MessageEvent<PlaybackEvent>) => this.#onPlayback(data));
    this.#player.port.start();
    this.#recorder.port.addEventListener('message', ({ data }: MessageEvent<MicrophoneFrame>) => {
      // The worklet hears silence while no microphone is open.
      if (this.#microphone !== null) this.#listener?.onMicrophone(data.mulaw, data.loudness);
    });
    this.#recorder.port.start();
    inBackground(context.resume());
  }

  listen(listener: CallAudioListener): void {
    this.#listener = listener;
  }

  /**
   * Opens a microphone, in place of the one before. `onLost` is called when it is unplugged or taken away.
   * @throws DOMException as `getUserMedia` does, TypeError where the browser has no microphones for this page.
   */
  async openMicrophone(onLost: () => void, deviceId?: string): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
        channelCount: 1,
        ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
      },
    });
    this.closeMicrophone();
    if (this.#context.state === 'closed') return stopTracks(stream);
    for (const track of stream.getTracks()) {
      // Not told of tracks that are stopped here.
      track.addEventListener('ended', () => {
        if (this.#microphone?.stream !== stream) return;
        this.closeMicrophone();
        onLost();
      });
    }
    const source = this.#context.createMediaStreamSource(stream);
    source.connect(this.input);
    this.#microphone = { stream, source };
  }

  closeMicrophone(): void {
    if (this.#microphone === null) return;
    this.#microphone.source.disconnect();
    stopTracks(this.#microphone.stream);
    this.#microphone = null;
  }

  /** Turns the loudspeaker off or on; playback goes on unheard. */
  silence(silent: boolean): void {
    this.#volume.gain.value = silent ? 0 : 1;
  }

  play(mulaw: Uint8Array<ArrayBuffer>): void {
    this.#command({ type: 'audio', mulaw });
  }

  mark(name: string): void {
    this.#command({ type: 'mark', name });
  }

  clear(): void {
    this.#command({ type: 'clear' });
  }

  finish(): void {
    this.closeMicrophone();
    this.#finishing = true;
    if (!this.#playing) this.close();
  }

  close(): void {
    this.closeMicrophone();
    if (this.#context.state !== 'closed') inBackground(this.#context.close());
  }

  #onPlayback(event: PlaybackEvent): void {
    if (event.type === 'played') {
      this.#listener?.onPlayed(event.mark);
      return;
    }
    this.#playing = event.playing;
    this.#listener?.onPlaying(event.playing);
    if (!event.playing && this.#finishing) this.close();
  }

  #command(command: PlaybackCommand): void {
    this.#player.port.postMessage(command, []);
  }
}

function meter(context: AudioContext): AnalyserNode {
  const node = context.createAnalyser();
  node.fftSize = 1024;
  return node;
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
