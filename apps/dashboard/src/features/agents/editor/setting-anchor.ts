import { placeOf } from './sections/index.ts';
import type { SettingName } from './setting-definition.ts';

/** The id of the element around a setting. */
export const settingAnchor = (name: SettingName): string => `setting-${name}`;

/** Brings a setting into view and puts the focus into what is wrong with it, or else into its first control. */
export function goToSetting(name: SettingName): void {
  // What has just become wrong is marked with the next drawing.
  requestAnimationFrame(() => {
    const place = document.getElementById(settingAnchor(placeOf(name)?.name ?? name));
    const control =
      place?.querySelector<HTMLElement>('[aria-invalid]') ??
      place?.querySelector<HTMLElement>('input, textarea, button, [contenteditable=true]');
    control?.focus({ preventScroll: true });
    (control ?? place)?.scrollIntoView({ block: 'center' });
  });
}
