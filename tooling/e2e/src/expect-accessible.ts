import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const GRAVE = new Set<string | null | undefined>(['serious', 'critical']);

/** Fails when axe finds something serious or critical on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNothingGrave(page, new AxeBuilder({ page }));
}

/** The same for what another theme can change, which takes a fraction of the time. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothingGrave(page, new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
}

async function expectNothingGrave(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const grave = violations
    .filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(grave, `what axe finds on ${page.url()}`).toEqual([]);
}
