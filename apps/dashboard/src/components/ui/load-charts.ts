// Apart from chart.tsx, so that the routes can begin to load a chart without bringing its frame into the entry.

export const loadAreaTrend = () => import('./area-trend.tsx');
export const loadBarSeries = () => import('./bar-series.tsx');

/** Begins to load a kind of chart beside the data that it will show. Whether it can be had, the chart itself says. */
export function preloadChart(load: typeof loadAreaTrend | typeof loadBarSeries): void {
  load().catch(() => undefined);
}
