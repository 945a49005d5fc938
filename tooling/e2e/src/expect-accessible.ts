import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const GRAVE = new Set<string | null | undefined>(['serious', 'critical']);

type AxeOptions = Parameters<AxeBuilder['options']>[0];

/** Fails when axe finds something serious or critical on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingGrave(page, {});
}

/** The same, and for targets that are too small for a finger, which axe leaves out unless it is asked. */
export async function expectAccessibleByTouch(page: Page): Promise<void> {
  await expectNothingGrave(page, { rules: { 'target-size': { enabled: true } } });
}

/** The same for what another theme can change, which takes a fraction of the time. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothingGrave(page, { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } });
}

async function expectNothingGrave(page: Page, options: AxeOptions): Promise<void> {
  // The other mode opens a blank page each time to put together what it found in frames. There are none, and it takes half the time.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], ...options });
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave, `what axe finds on ${page.url()}`).toEqual([]);
}
