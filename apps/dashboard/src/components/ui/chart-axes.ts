/** How both axes look in every chart. */
export const axis = {
  axisLine: false,
  tickLine: false,
  tick: { fill: 'var(--muted)', fontSize: 11 },
} as const;

export const grid = { vertical: false, stroke: 'var(--line)' } as const;

export const margin = { top: 8, right: 4, bottom: 0, left: 0 } as const;
