import llamaTokenizer from 'llama-tokenizer-js';
import { Tensor } from 'onnxruntime-node';
import { loadModel, type Model } from './inference-session.ts';
import { modelFiles } from './model-files.ts';
import type { NameCorrector } from './names/name-corrector.ts';
import { withoutRepetition } from './repetition.ts';

/** Samples a second that the model hears. */
export const RECOGNIZER_RATE = 16_000;

export interface RecognitionOptions {
  signal?: AbortSignal;
  /** Has a last word on the names in the text. */
  correctNames?: NameCorrector;
}

/** Turns speech (16 kHz, -1 to 1, at most 30 s) into text. It takes for granted that there is
 * speech. '' when there is less than 0.1 s of sound or `signal` aborts. */
export type SpeechRecognizer = (samples: Float32Array, options?: RecognitionOptions) => Promise<string>;

// The shape of the "tiny" model: decoder layers, attention heads, width of a head.
const LAYERS = 6;
const HEADS = 8;
const HEAD_WIDTH = 36;
const START_TOKEN = 1;
const END_TOKEN = 2;
/** English runs at 3 to 5 tokens a second. What goes on for longer is the decoder talking to itself. */
const MAX_TOKENS_PER_SECOND = 6.5;
/** Below this length (0.1 s) the encoder's convolutions have nothing to work on. */
const MIN_SAMPLES = RECOGNIZER_RATE / 10;

/** A far caller is made louder, the hiss of an empty line is not made a roar. */
const MAX_GAIN = 20;

/** Loads Moonshine "tiny" (English, quantised to 8 bits; about 28 MB). */
export async function loadMoonshine(): Promise<SpeechRecognizer> {
  const [encoder, decoder] = await Promise.all([
    loadModel(modelFiles.moonshineEncoder()),
    loadModel(modelFiles.moonshineDecoder()),
  ]);
  return async (samples, { signal, correctNames } = {}) => {
    if (samples.length < MIN_SAMPLES) return '';
    const prepared = prepare(samples);
    const input = new Tensor('float32', prepared, [1, prepared.length]);
    const { last_hidden_state: heard } = await encoder.run({ input_values: input });
    if (!heard) throw new Error('The speech encoder gave no output');
    const maxTokens = Math.trunc((samples.length / RECOGNIZER_RATE) * MAX_TOKENS_PER_SECOND) + 2;
    const tokens = await decode(decoder, heard, maxTokens, signal);
    const text = textOf(tokens);
    const isFinished = text !== '' && !signal?.aborted;
    const corrected =
      correctNames && isFinished ? await correctNames(text, (texts) => fitOf(decoder, heard, texts)) : text;
    return modernSpelling(corrected);
  };
}

/**
 * Brings the loudest sample near full scale and adds half a second of silence behind: phone speech is then understood
 * better (on the synthesiser's voices about a third fewer wrong words).
 */
function prepare(samples: Float32Array): Float32Array {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  const gain = Math.min(MAX_GAIN, 0.95 / Math.max(peak, 1e-6));
  const prepared = new Float32Array(samples.length + RECOGNIZER_RATE / 2);
  for (let i = 0; i < samples.length; i++) prepared[i] = (samples[i] as number) * gain;
  return prepared;
}

const textOf = (tokens: readonly number[]): string => llamaTokenizer.decode([START_TOKEN, ...tokens]).trim();

/** How likely the decoder holds each text, given what was heard: one run over all of its tokens. */
async function fitOf(decoder: Model, heard: Tensor, texts: readonly string[]): Promise<number[]> {
  const fits: number[] = [];
  for (const text of texts) {
    const tokens = llamaTokenizer.encode(text, false, true);
    const input = [START_TOKEN, ...tokens];
    const output = await decoder.run({
      input_ids: new Tensor('int64', BigInt64Array.from(input, BigInt), [1, input.length]),
      encoder_hidden_states: heard,
      use_cache_branch: new Tensor('bool', [false], [1]),
      ...emptyMemory(),
    });
    const logits = output['logits']?.data as Float32Array;
    const width = logits.length / input.length;
    let fit = 0;
    [...tokens, END_TOKEN].forEach((token, i) => {
      fit += logProbability(logits.subarray(i * width, (i + 1) * width), token);
    });
    fits.push(fit);
  }
  return fits;
}

function logProbability(logits: Float32Array, token: number): number {
  let highest = -Infinity;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  return (logits[token] as number) - highest - Math.log(sum);
}

/** The model learned from old books: "good-by", "to-morrow". */
function modernSpelling(text: string): string {
  return text
    .replace(/\b(to)-(day|night|morrow)\b/gi, '$1$2')
    .replace(/\bgood-bye?\b/gi, (word) => (word.startsWith('G') ? 'Goodbye' : 'goodbye'));
}

/** Greedy decoding: the likeliest token each time, until the end token or the decoder runs in circles. */
async function decode(
  decoder: Model,
  heard: Tensor,
  maxTokens: number,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const tokens: number[] = [];
  const memory = emptyMemory();
  while (tokens.length < maxTokens) {
    if (signal?.aborted) return [];
    const first = tokens.length === 0;
    const output = await decoder.run({
      input_ids: new Tensor('int64', BigInt64Array.of(BigInt(tokens.at(-1) ?? START_TOKEN)), [1, 1]),
      encoder_hidden_states: heard,
      use_cache_branch: new Tensor('bool', [!first], [1]),
      ...memory,
    });
    const logits = output['logits']?.data as Float32Array;
    const token = likeliest(logits, first ? END_TOKEN : null);
    if (token === END_TOKEN) break;
    tokens.push(token);
    const shortened = withoutRepetition(tokens);
    if (shortened) return shortened;
    for (const name of Object.keys(memory)) {
      // The encoder's half of the memory stays as the first step computed it.
      const next = output[name.replace('past_key_values', 'present')];
      if (next && (first || name.includes('decoder'))) memory[name] = next;
    }
  }
  return tokens;
}

function emptyMemory(): Record<string, Tensor> {
  const memory: Record<string, Tensor> = {};
  for (let layer = 0; layer < LAYERS; layer++)
    for (const half of ['decoder', 'encoder'])
      for (const part of ['key', 'value'])
        memory[`past_key_values.${layer}.${half}.${part}`] = new Tensor('float32', new Float32Array(0), [
          0,
          HEADS,
          1,
          HEAD_WIDTH,
        ]);
  return memory;
}

/**
 * The token with the highest score, `excluded` left out. Whether there is speech at all was decided before: left to
 * itself the model answers nearly half of all one-word turns ("Yes.") with nothing.
 */
function likeliest(logits: Float32Array, excluded: number | null): number {
  let best = excluded === 0 ? 1 : 0;
  for (let i = best + 1; i < logits.length; i++)
    if ((logits[i] as number) > (logits[best] as number) && i !== excluded) best = i;
  return best;
}
