import { parseArgs } from 'node:util';
import { LOCAL_VOICES, openSpeechEngine } from '@leadlock/voice/local';
import { measureVoice, type VoiceFigures } from './measure-voice.ts';
import { NAMED_SENTENCES, PLAIN_SENTENCES } from './sentences.ts';

const HEAD = `${'voice'.padEnd(8)}words wrong   names   known names   false names   real-time factor   first sound`;

function row(figures: VoiceFigures, names: number): string {
  const { voice, wordErrorRate, namesRight, knownNamesRight, falseNames, realTimeFactor, firstBlockMs } = figures;
  return [
    voice.padEnd(8),
    `${(100 * wordErrorRate).toFixed(1)} %`.padStart(11),
    `${namesRight}/${names}`.padStart(8),
    `${knownNamesRight}/${names}`.padStart(14),
    String(falseNames).padStart(14),
    realTimeFactor.toFixed(3).padStart(19),
    `${firstBlockMs.toFixed(0)} ms`.padStart(14),
  ].join('');
}

/** `pnpm bench speech [--voices slt,rms] [--every 1] [--json]` */
export async function runSpeechBench(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      voices: { type: 'string', default: LOCAL_VOICES.join(',') },
      every: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const every = Math.max(1, Number(values.every));
  const names = Math.ceil(NAMED_SENTENCES.length / every);
  const chosen = values.voices.split(',');
  // An engine does not keep the process alive while it listens.
  const awake = setInterval(() => undefined, 60_000);
  const engine = await openSpeechEngine();
  try {
    if (!values.json) {
      console.log(
        `${Math.ceil(PLAIN_SENTENCES.length / every)} sentences, ${names} with names, μ-law at 8 kHz\n${HEAD}`,
      );
    }
    for (const voice of LOCAL_VOICES.filter((name) => chosen.includes(name))) {
      const figures = await measureVoice(engine, voice, every);
      console.log(values.json ? JSON.stringify(figures) : row(figures, names));
    }
  } finally {
    clearInterval(awake);
    await engine.close();
  }
}
