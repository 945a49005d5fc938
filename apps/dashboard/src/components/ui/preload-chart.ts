/** Begins to load a kind of chart beside the data that it will show. Whether it can be had, the chart itself says. */
export function preloadChart(load: () => Promise<unknown>): void {
  load().catch(() => undefined);
}
