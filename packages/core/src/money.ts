/** Money is integer cents. Prices below a cent are kept in millionths of a dollar until a sum is rounded once. */
export type Cents = number;
export type MicroDollars = number;

export const microDollars = (dollars: number): MicroDollars => Math.round(dollars * 1_000_000);

/** Rounds half up: a fraction of a cent is owed as a whole one from one half on. */
export const centsFromMicroDollars = (micro: MicroDollars): Cents => Math.round(micro / 10_000);

/** Calls are billed by started minute; a call nobody answered has no minutes. */
export const billableMinutes = (durationSeconds: number): number => Math.ceil(Math.max(0, durationSeconds) / 60);
