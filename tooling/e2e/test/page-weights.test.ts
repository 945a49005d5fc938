import { expect, test } from 'vitest';
import { builtScripts, laterScripts, packedBytes } from '../src/built-scripts.ts';
import { PAGE_BUDGET } from '../src/first-load.ts';

/** Bytes of JavaScript, packed with gzip, that a first visit to the sign-in page may load. */
const SIGN_IN_BUDGET = 180_000;

const AREA_TREND = 'src/components/ui/area-trend.tsx';
const BAR_SERIES = 'src/components/ui/bar-series.tsx';
/** What pages load with their data, without a click. */
const WITH_DATA: Record<string, string[]> = {
  '': [AREA_TREND],
  'calls/$callId': [BAR_SERIES],
  agency: [AREA_TREND, BAR_SERIES],
  'agency/sub-accounts/$subAccountId': [BAR_SERIES],
};

test('no page weighs more than it may, its charts included', () => {
  const pages = builtScripts();
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['sign-in', ...Object.keys(WITH_DATA)]));
  const tooHeavy = [...pages].flatMap(([path, scripts]) => {
    const weight = packedBytes(new Set([...scripts, ...(WITH_DATA[path] ?? []).flatMap(laterScripts)]));
    return weight > (path === 'sign-in' ? SIGN_IN_BUDGET : PAGE_BUDGET) ? [{ path, weight }] : [];
  });
  expect(tooHeavy).toEqual([]);
});
