// The small zod: what addresses say is read before the first page shows.
import * as z from 'zod/mini';

/** Any text; empty where the address says nothing or nonsense, as with all of these. */
export const text = (maxLength = 1_000) => z.catch(z._default(z.string().check(z.maxLength(maxLength)), ''), '');
export const optionalText = () => z.catch(z.optional(z.string()), undefined);

export const flag = (fallback: boolean) => z.catch(z._default(z.boolean(), fallback), fallback);
export const optionalFlag = () => z.catch(z.optional(z.boolean()), undefined);

/** A day without a time, `2026-11-22`. */
export const optionalDay = () => z.catch(z.optional(z.iso.date()), undefined);

export const oneOf = <const Value extends string>(values: readonly Value[], fallback: NoInfer<Value>) =>
  z.catch(
    z._default(z.enum(values), () => fallback),
    () => fallback,
  );
export const optionalOneOf = <const Value extends string>(values: readonly Value[]) =>
  z.catch(z.optional(z.enum(values)), undefined);
export const oneNumberOf = <const Value extends number>(values: readonly Value[], fallback: NoInfer<Value>) =>
  z.catch(
    z._default(z.literal(values), () => fallback),
    () => fallback,
  );

/** How many rows of a list lie before the page that is shown. */
export const offset = () => z.catch(z._default(z.int().check(z.minimum(0)), 0), 0);
