// Apart from lazy-area-trend.tsx, so that the routes can begin to load the chart without bringing its frame into the entry.

export const loadAreaTrend = () => import('./area-trend.tsx');
