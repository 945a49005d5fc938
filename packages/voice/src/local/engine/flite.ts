import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WASI } from 'node:wasi';
import { encodeMulaw } from '../../audio/mulaw.ts';
import { resampleWhole } from '../../audio/resample.ts';
import { modelFiles } from './model-files.ts';
import type { LocalVoice } from '../descriptor.ts';

const PHONE_RATE = 8000;

/** How much longer than by default a voice speaks. At its own speed the recogniser mishears `rms` nearly twice as often. */
const STRETCH: Partial<Record<LocalVoice, number>> = { rms: 1.1 };

/** The part used here; TypeScript declares it only together with the whole browser. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(program: object, imports: object): Promise<object>;
};

/** Speaks a text; resolves to 8 kHz μ-law. Errors: rejects when the synthesiser refuses the text. */
export type SpeechSynthesizer = (text: string, voice: LocalVoice) => Promise<Uint8Array>;

/** Loads Flite: a command-line program in WebAssembly, which runs once a text and leaves a WAV file. */
export async function loadFlite(): Promise<SpeechSynthesizer> {
  const program = await WebAssembly.compile(await readFile(modelFiles.flite()));
  return async (text, voice) => {
    const directory = await mkdtemp(join(tmpdir(), 'leadlock-speech-'));
    try {
      const wasi = new WASI({
        version: 'preview1',
        args: ['flite', '-voice', voice, ...stretchOf(voice), '-t', text, '-o', '/speech/out.wav'],
        env: {},
        preopens: { '/speech': directory },
        returnOnExit: true,
      });
      const status = wasi.start(await WebAssembly.instantiate(program, wasi.getImportObject()));
      if (status !== 0) throw new Error(`The speech synthesiser ended with status ${status}`);
      return phoneAudio(readWav(await readFile(join(directory, 'out.wav'))));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  };
}

const stretchOf = (voice: LocalVoice): string[] => {
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
