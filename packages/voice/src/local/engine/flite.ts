import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { encodeMulaw } from '../../audio/mulaw.ts';
import { resampleWhole } from '../../audio/resample.ts';
import type { FliteVoice } from '../descriptor.ts';
import type { SpellOut } from './english/pronunciation.ts';
import { modelFiles } from './model-files.ts';

const PHONE_RATE = 8000;

/** How much longer than by default a voice speaks. At its own speed the recognizer mishears `rms` nearly twice as often. */
const STRETCH: Partial<Record<FliteVoice, number>> = { rms: 1.1 };

/** The part used here; TypeScript declares it only together with the whole browser. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(program: object, imports: object): Promise<object>;
};

/** Speaks a text; resolves to 8 kHz μ-law. Errors: rejects when the synthesiser refuses the text. */
export type SpeechSynthesizer = (text: string, voice: FliteVoice) => Promise<Uint8Array>;

export interface Flite {
  speak: SpeechSynthesizer;
  /** The phones of words, word by word, in its phone set. */
  spellOut: SpellOut;
}

/** Loads Flite: a command-line program in WebAssembly, which runs once a text and leaves files. */
export async function loadFlite(): Promise<Flite> {
  const program = await WebAssembly.compile(await readFile(modelFiles.flite()));

  /** Runs it in a folder of its own; resolves to the file that it leaves. */
  async function run(options: string[], output: 'out.wav' | 'printed'): Promise<Buffer> {
    const directory = await mkdtemp(join(tmpdir(), 'leadlock-speech-'));
    const printed = await open(join(directory, 'printed'), 'w');
    try {
      const wasi = new WASI({
        version: 'preview1',
        args: ['flite', ...options],
        env: {},
        preopens: { '/speech': directory },
        stdout: printed.fd,
        returnOnExit: true,
      });
      const status = wasi.start(await WebAssembly.instantiate(program, wasi.getImportObject()));
      if (status !== 0) throw new Error(`The speech synthesiser ended with status ${status}`);
      return await readFile(join(directory, output));
    } finally {
      await printed.close();
      await rm(directory, { recursive: true, force: true });
    }
  }

  return {
    async speak(text, voice) {
      const sound = await run(['-voice', voice, ...stretchOf(voice), '-t', text, '-o', '/speech/out.wav'], 'out.wav');
      return phoneAudio(readWav(sound));
    },
    async spellOut(words) {
      // The dots make a pause between two words. The quickest voice is the right one for what nobody hears.
      const options = ['-voice', 'kal', '-ps', '-t', words.join('. '), '-o', 'none'];
      const phones = (await run(options, 'printed')).toString('latin1').split(/\bpau\b/);
      return phones
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => part.split(/\s+/));
    },
  };
}

const stretchOf = (voice: FliteVoice): string[] => {
  const stretch = STRETCH[voice];
  return stretch === undefined ? [] : ['--setf', `duration_stretch=${stretch}`];
};

function phoneAudio({ samples, rate }: { samples: Int16Array; rate: number }): Uint8Array {
  const narrow = resampleWhole(samples, rate, PHONE_RATE);
  const mulaw = new Uint8Array(narrow.length);
  encodeMulaw(narrow, mulaw);
  return mulaw;
}

/** Reads the mono 16-bit WAV that Flite writes: RIFF, `fmt `, `data`, in this order. */
function readWav(file: Buffer): { samples: Int16Array; rate: number } {
  const data = file.indexOf('data', 12, 'latin1');
  if (file.toString('latin1', 0, 4) !== 'RIFF' || data < 0) throw new Error('The speech synthesiser wrote no sound');
  const start = data + 8;
  const length = Math.floor(Math.min(file.readUInt32LE(data + 4), file.length - start) / 2);
  const samples = Int16Array.from({ length }, (_, i) => file.readInt16LE(start + 2 * i));
  return { samples, rate: file.readUInt32LE(24) };
}
