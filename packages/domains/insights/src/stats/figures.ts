import { sql } from 'kysely';

/**
 * What is counted of calls. Conversion looks at calls that came to a conversation and were no try-outs, as
 * `is_conversation` in the database says: others count as calls and minutes, and not here.
 */
export interface CallFigures {
  calls: number;
  /** Started minutes; a call that runs has none yet. */
  minutes: number;
  /** What is known of the cost. */
  cost_cents: number;
  /** Completed calls that could have led to an appointment. */
  conversations: number;
  /** Those of them that did. */
  booked: number;
}

const IS_CONVERSATION = sql`is_conversation(status, direction)`;

/** What to select from calls to get their figures. */
export const CALL_FIGURES = [
  sql<number>`count(*)`.as('calls'),
  sql<number>`coalesce(sum(billable_minutes), 0)`.as('minutes'),
  sql<number>`coalesce(sum(cost_cents), 0)`.as('cost_cents'),
  sql<number>`count(*) FILTER (WHERE ${IS_CONVERSATION})`.as('conversations'),
  sql<number>`count(*) FILTER (WHERE ${IS_CONVERSATION} AND appointment_booked)`.as('booked'),
] as const;

export const NO_CALLS: CallFigures = { calls: 0, minutes: 0, cost_cents: 0, conversations: 0, booked: 0 };

export const addFigures = (a: CallFigures, b: CallFigures): CallFigures => ({
  calls: a.calls + b.calls,
  minutes: a.minutes + b.minutes,
  cost_cents: a.cost_cents + b.cost_cents,
  conversations: a.conversations + b.conversations,
  booked: a.booked + b.booked,
});

/** Percent of the conversations that led to an appointment, rounded to a tenth; 0 of none. */
export const conversionRate = ({ booked, conversations }: CallFigures): number =>
  conversations === 0 ? 0 : Math.round((booked / conversations) * 1_000) / 10;
