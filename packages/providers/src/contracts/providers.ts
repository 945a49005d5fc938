import type { TelephonyProvider } from './telephony.ts';

/** The outside services that verbs may call; apps wire them from the environment, tests hand in their own. */
export interface Providers {
  telephony: TelephonyProvider;
}
