import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Place } from './make-plan.ts';
import type { ReferenceOperation } from './reference.ts';

/** Where the operations of tags go that have no router yet. */
const NEW_TAGS: Readonly<Record<string, string>> = {
  Admin: 'insights/admin',
  Affiliates: 'billing/affiliates',
  Appointments: 'crm/appointments',
  Billing: 'billing/subscriptions',
  Chat: 'conversations/chat',
  Contacts: 'crm/contacts',
  D: 'agents/demo-pages',
  Demos: 'agents/demos',
  Documents: 'knowledge/documents',
  Functions: 'agents/functions',
  'Knowledge Bases': 'knowledge/knowledge-bases',
  Outbound: 'telephony/outbound',
  'Scheduled Calls': 'telephony/scheduled-calls',
  Sequences: 'outreach/sequences',
  Share: 'agents/share-pages',
  Test: 'telephony/active-sessions',
  Testing: 'insights/testing-lab',
  'Text Assistants': 'conversations/text-assistants',
  'Text Followup': 'conversations/follow-ups',
  Tools: 'knowledge/websites',
  'Voice Samples': 'agents/voice-samples',
};

const firstSegment = (path: string): string => path.split('/')[1] ?? '';

/** The folder whose router has the operations that are most alike. @throws when there is none, or more than one */
export function findPlace(root: string, { tag, path }: ReferenceOperation): Place {
  const sameTag = globSync('packages/domains/*/src/*/router.ts', { cwd: root }).filter((file) => {
    const code = readFileSync(join(root, file), 'utf8');
    return code.includes(`tag = '${tag}'`) && code.includes(`path: '/${firstSegment(path)}`);
  });
  const folders = sameTag.map((file) => file.split(sep)).map(([, , domain, , folder]) => `${domain}/${folder}`);
  const [place, ...others] = folders.length === 0 && tag in NEW_TAGS ? [NEW_TAGS[tag] ?? ''] : folders;
  if (place === undefined || others.length > 0) {
    const choice = folders.length === 0 ? '<domain>/<folder>' : folders.join(' or ');
    throw new Error(`Specify a folder: pnpm new-operation '… ${path}' ${choice}`);
  }
  return parsePlace(place);
}

/** `crm/contacts` */
export function parsePlace(text: string): Place {
  const [, domain, folder] = /^([a-z-]+)\/([a-z-]+)$/.exec(text) ?? [];
  if (domain === undefined || folder === undefined) throw new Error(`${text} is not a domain/folder`);
  return { domain, folder };
}
