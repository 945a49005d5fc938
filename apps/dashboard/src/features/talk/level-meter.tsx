import { useEffect, useRef } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useMediaQuery } from '#/components/use-media-query.ts';

interface LevelMeterProps {
  /** Where the sound passes through; null shows a quiet meter. */
  source: AnalyserNode | null;
  /** Muted, or nobody there: drawn pale. */
  off?: boolean;
  className?: string;
}

const BARS = 24;
/** Quieter than this is drawn as nothing. */
const FLOOR_DB = -55;

/** How loud somebody is at the moment, as bars that spread from the middle. Only for the eye: it says nothing that words do not. */
export function LevelMeter({ source, off, className }: LevelMeterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const still = useMediaQuery('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return undefined;
    const levels = new Float32Array(BARS);
    const samples = new Float32Array(source?.fftSize ?? 0);
    let frame = 0;
    const draw = (): void => {
      if (!still) {
        levels.copyWithin(1, 0, BARS - 1);
        levels[0] = source === null || off ? 0 : loudness(source, samples);
      } else {
        // One length that follows slowly, without the running bars.
        const level = source === null || off ? 0 : loudness(source, samples);
        levels.fill((levels[0] ?? 0) * 0.9 + level * 0.1);
      }
      paint(element, context, levels);
      if (source !== null) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [source, off, still]);
  return <canvas ref={canvas} aria-hidden className={classNames('h-10 w-full text-brand-text', className)} />;
}

/** From 0 at the floor to 1 at full level. */
function loudness(source: AnalyserNode, samples: Float32Array<ArrayBuffer>): number {
  source.getFloatTimeDomainData(samples);
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
  return Math.min(1, Math.max(0, 1 - decibels / FLOOR_DB));
}

function paint(element: HTMLCanvasElement, context: CanvasRenderingContext2D, levels: Float32Array): void {
  const scale = devicePixelRatio;
  const [width, height] = [element.clientWidth * scale, element.clientHeight * scale];
  if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
  context.clearRect(0, 0, width, height);
  context.fillStyle = getComputedStyle(element).color;
  const bar = 3 * scale;
  const step = Math.max(bar * 2, width / (BARS * 2));
  for (const [index, level] of levels.entries()) {
    const tall = Math.max(bar, level * height);
    context.globalAlpha = 1 - (index / BARS) * 0.75;
    for (const side of index === 0 ? [0] : [-1, 1]) {
      context.beginPath();
      context.roundRect(width / 2 + side * index * step - bar / 2, (height - tall) / 2, bar, tall, bar / 2);
      context.fill();
    }
  }
}
