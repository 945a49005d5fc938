import type { Page } from 'playwright-core';

/** Keeps the loudest sound that leaves a page, from before it is opened on. @returns reads it, and begins anew */
export async function meterLoudspeaker(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    // oxlint-disable-next-line typescript/unbound-method -- called with the node it is of, below
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    Object.assign(globalThis, { loudest: 0 });
    AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
      if (to instanceof AudioDestinationNode) {
        const meter = to.context.createAnalyser();
        connect.call(this, meter);
        const samples = new Float32Array(meter.fftSize);
        setInterval(() => {
          meter.getFloatTimeDomainData(samples);
          const page = globalThis as unknown as { loudest: number };
          page.loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), page.loudest);
        }, 20);
      }
      return connect.call(this, to);
    } as AudioNode['connect'];
  });
  return () =>
    page.evaluate(() => {
      const page = globalThis as unknown as { loudest: number };
      const { loudest } = page;
      page.loudest = 0;
      return loudest;
    });
}
