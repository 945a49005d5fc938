import type { Label } from './decision-tree.ts';
import { likeliestCourse, scaleVariance } from './trajectory.ts';
import type { HtsVoice, Stream } from './voice-file.ts';

/** What the synthesis filter needs, frame by frame. */
export interface SpeechParameters {
  frames: number;
  /** Mel-cepstrum: one course for each coefficient. */
  cepstrum: Float64Array[];
  /** Hertz; 0 where there is no voice. */
  pitch: Float64Array;
}

interface Frame {
  label: Label;
  state: number;
  counts: boolean;
}

/** Says how labels are to sound in a voice. */
export function parametersOf(voice: HtsVoice, labels: readonly Label[]): SpeechParameters {
  const frames = labels.flatMap((label) => framesOf(voice, label));
  const spectrum = coursesOf(voice.spectrum, frames);
  const melody = coursesOf(voice.pitch, frames);
  const pitch = new Float64Array(frames.length);
  melody.rows.forEach((frame, i) => (pitch[frame] = Math.exp(melody.courses[0]?.[i] ?? 0)));
  return { frames: frames.length, cepstrum: spectrum.courses, pitch };
}

/** Each state of a label lasts its mean number of frames. */
function framesOf(voice: HtsVoice, label: Label): Frame[] {
  const durations = voice.durations(label, 0);
  const counts = !voice.isSilent(label);
  return Array.from({ length: voice.states }, (_, state) =>
    Array.from({ length: Math.max(1, Math.round(durations[state] ?? 1)) }, () => ({ label, state, counts })),
  ).flat();
}

/** The courses of a stream over the frames where it has a value (`rows`). */
function coursesOf(stream: Stream, frames: readonly Frame[]): { rows: number[]; courses: Float64Array[] } {
  const distributions: Float32Array[] = [];
  for (const [i, { label, state }] of frames.entries()) {
    const before = frames[i - 1];
    const same = before?.label === label && before.state === state ? distributions[i - 1] : undefined;
    distributions.push(same ?? stream.find(label, state));
  }
  const width = stream.size * stream.windows.length;
  const rows = [...frames.keys()].filter((t) => !stream.isVoicedOnly || (distributions[t]?.[2 * width] ?? 0) > 0.5);
  const counts = rows.map((t) => frames[t]?.counts ?? false);
  const first = frames[0];
  const variances = first && stream.variance?.(first.label, 0);
  // A slope over a gap says nothing.
  const isInside = rows.map((t, i) => rows[i - 1] === t - 1 && rows[i + 1] === t + 1);
  const courses = Array.from({ length: stream.size }, (_, coefficient) => {
    const evidence = stream.windows.map((window, k) => {
      const column = k * stream.size + coefficient;
      const of = (t: number, offset: number): number => distributions[t]?.[offset] ?? 0;
      return {
        window,
        mean: Float64Array.from(rows, (t) => of(t, column)),
        certainty: Float64Array.from(rows, (t, i) =>
          window.length === 1 || isInside[i] ? 1 / of(t, width + column) : 0,
        ),
      };
    });
    const course = likeliestCourse(rows.length, evidence);
    if (variances) scaleVariance(course, counts, variances[coefficient] ?? 0);
    return course;
  });
  return { rows, courses };
}
