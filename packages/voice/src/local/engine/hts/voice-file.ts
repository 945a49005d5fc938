import { readTrees, type Label } from './decision-tree.ts';
import { labelPattern, type LabelPattern } from './label-pattern.ts';

/** Gives the distribution of a label in a state: means, then variances, then what a stream has besides. */
export type Distributions = (label: Label, state: number) => Float32Array;

/** One of the tracks that speech is made of: spectrum or pitch. */
export interface Stream {
  /** Numbers a frame. */
  size: number;
  /** How value, slope and curvature come from neighboring frames. */
  windows: number[][];
  /** Its last number says how likely a frame has a value at all: pitch, where there is a voice. */
  isVoicedOnly: boolean;
  find: Distributions;
  /** The variance that a whole sentence should have. */
  variance: Distributions | null;
}

/** A voice of the HTS engine. */
export interface HtsVoice {
  sampleRate: number;
  /** Samples a frame. */
  frameSamples: number;
  states: number;
  /** Warps the frequencies of the spectrum. */
  alpha: number;
  spectrum: Stream;
  pitch: Stream;
  durations: Distributions;
  /** Labels that do not count for a sentence's variance: silence. */
  isSilent: (label: Label) => boolean;
}

const DATA_MARK = '[DATA]\n';

/** Reads a `.htsvoice` file (HTS voice 1.0). Errors: throws when it is none. */
export function readVoice(file: Buffer): HtsVoice {
  const mark = file.indexOf(DATA_MARK);
  const fields = readFields(file.toString('latin1', 0, Math.max(0, mark)));
  const data = file.subarray(mark + DATA_MARK.length);
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`The voice file does not say its ${name}`);
    return value;
  };
  const part = (range: string): Buffer => {
    const [from = 0, to = 0] = range.split('-').map(Number);
    return data.subarray(from, to + 1);
  };
  const distributions = (name: string, states: number, width: number): Distributions => {
    const leaf = readTrees(part(field(name.replace('#', 'TREE'))).toString('latin1'));
    const values = readDistributions(part(field(name.replace('#', 'PDF'))), states, width);
    return (label, state) => values(state, leaf(label, state));
  };
  const states = Number(field('NUM_STATES'));
  const stream = (name: string): Stream => {
    const size = Number(field(`VECTOR_LENGTH[${name}]`));
    const windows = field(`STREAM_WIN[${name}]`).split(',').map(part).map(readWindow);
    const isVoicedOnly = field(`IS_MSD[${name}]`) === '1';
    const width = 2 * size * windows.length + (isVoicedOnly ? 1 : 0);
    return {
      size,
      windows,
      isVoicedOnly,
      find: distributions(`STREAM_#[${name}]`, states, width),
      variance: field(`USE_GV[${name}]`) === '1' ? distributions(`GV_#[${name}]`, 1, 2 * size) : null,
    };
  };
  const [spectrum = '', pitch = ''] = field('STREAM_TYPE').split(',');
  const silent: LabelPattern[] = field('GV_OFF_CONTEXT')
    .split('"')
    .filter((_, i) => i % 2 === 1)
    .map(labelPattern);
  return {
    sampleRate: Number(field('SAMPLING_FREQUENCY')),
    frameSamples: Number(field('FRAME_PERIOD')),
    states,
    alpha: Number(field(`OPTION[${spectrum}]`).replace('ALPHA=', '')),
    spectrum: stream(spectrum),
    pitch: stream(pitch),
    durations: distributions('DURATION_#', 1, 2 * states),
    isSilent: (label) => silent.some((matches) => matches(label.text)),
  };
}

function readFields(head: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of head.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return fields;
}

/** `3 -0.5 0.0 0.5`: how many numbers, and the numbers. */
const readWindow = (part: Buffer): number[] => part.toString('latin1').trim().split(/\s+/).slice(1).map(Number);

/** First how many distributions each state has, then all of them, `width` numbers each. */
function readDistributions(part: Buffer, states: number, width: number): (state: number, leaf: number) => Float32Array {
  const counts = Array.from({ length: states }, (_, state) => part.readInt32LE(4 * state));
  const values = Float32Array.from({ length: part.length / 4 - states }, (_, i) => part.readFloatLE(4 * (states + i)));
  const starts = counts.map((_, state) => width * counts.slice(0, state).reduce((sum, count) => sum + count, 0));
  return (state, leaf) => {
    const from = (starts[state] ?? 0) + (leaf - 1) * width;
    return values.subarray(from, from + width);
  };
}
