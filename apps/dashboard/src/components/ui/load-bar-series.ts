// Apart from lazy-bar-series.tsx, so that the routes can begin to load the chart without bringing its frame into the entry.

export const loadBarSeries = () => import('./bar-series.tsx');
