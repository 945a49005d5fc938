import type { Db } from '@leadlock/db/client';
import type { EmailAction, EmailSection } from '@leadlock/identity/emails';
import { findCallSections } from './call-sections.ts';

/** Notifications that one email tells in full. */
const TOLD_IN_FULL = 50;

export interface DueNotification {
  type: string;
  title: string;
  body: string;
  metadata: unknown;
}

export interface DueContent {
  subject: string;
  paragraphs: string[];
  sections: EmailSection[];
  /** Where to go from here; absent: to the notifications. */
  action?: EmailAction;
}

const callIdOf = ({ type, metadata }: DueNotification): string | null => {
  const { call_id: callId } = (metadata ?? {}) as { call_id?: unknown };
  return type.startsWith('call.') && typeof callId === 'string' ? callId : null;
};

/** What one email tells of notifications: calls in detail, the rest in the words of the notification. */
export async function contentOf(
  trx: Db,
  tenantId: string,
  due: readonly DueNotification[],
  dashboardUrl: string,
): Promise<DueContent> {
  const told = due.slice(0, TOLD_IN_FULL);
  const ids = [...new Set(told.flatMap((one) => callIdOf(one) ?? []))];
  const summaries = new Map(
    told.filter(({ type }) => type === 'call.summary').map((one) => [callIdOf(one) ?? '', one.body]),
  );
  const calls = await findCallSections(trx, tenantId, { ids, summaries, dashboardUrl });
  // A call that is no longer there is told in the words of its notification.
  const others = told.filter((one) => !calls.has(callIdOf(one) ?? ''));
  const sections = ids.flatMap((id) => calls.get(id) ?? []);
  const rest = due.length - told.length;
  const [first] = due;
  if (due.length === 1 && first) {
    const [section] = sections;
    if (!section) return { subject: first.title, paragraphs: [first.body], sections: [] };
    const { link, ...shown } = section;
    const { title: subject, body } = first;
    // The summary stands below.
    const paragraphs = first.type === 'call.summary' ? [] : [body];
    return { subject, paragraphs, sections: [shown], ...(link ? { action: link } : {}) };
  }
  return {
    subject: `${due.length} new notifications`,
    paragraphs: [...others.map(({ title, body }) => `${title}. ${body}`), ...(rest > 0 ? [`And ${rest} more.`] : [])],
    sections,
  };
}
