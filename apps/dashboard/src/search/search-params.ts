/** Reads one parameter of an address. Nonsense counts as not said. */
export type Param<Value> = (said: unknown) => Value;

/** Any text; empty where none is said. */
export const text =
  (maxLength = 1_000): Param<string> =>
  (said) =>
    typeof said === 'string' && said.length <= maxLength ? said : '';
export const optionalText = (): Param<string | undefined> => (said) => (typeof said === 'string' ? said : undefined);

export const flag =
  (fallback: boolean): Param<boolean> =>
  (said) =>
    typeof said === 'boolean' ? said : fallback;
export const optionalFlag = (): Param<boolean | undefined> => (said) => (typeof said === 'boolean' ? said : undefined);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day without a time, `2026-11-22`. */
export const optionalDay = (): Param<string | undefined> => (said) =>
  typeof said === 'string' && DAY.test(said) && !Number.isNaN(Date.parse(said)) ? said : undefined;

export const optionalOneOf =
  <const Value extends string | number>(values: readonly Value[]): Param<Value | undefined> =>
  (said) =>
    values.find((value) => value === said);
export const oneOf =
  <const Value extends string | number>(values: readonly Value[], fallback: NoInfer<Value>): Param<Value> =>
  (said) =>
    values.find((value) => value === said) ?? fallback;

/** How many rows of a list lie before the page that is shown. */
export const offset = (): Param<number> => (said) => (Number.isInteger(said) && Number(said) >= 0 ? Number(said) : 0);
