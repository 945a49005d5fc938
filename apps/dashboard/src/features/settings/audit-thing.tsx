import { Link } from '@tanstack/react-router';
import type { Outputs } from '#/api/trpc.ts';

type AuditLink = NonNullable<Outputs['audit']['describe']['entries'][number]['action'][number]['link']>;

const CLASS = 'rounded-sm font-medium underline underline-offset-4';

/** Leads to a thing that the audit log names. */
export function AuditThing({ link: { kind, id }, text }: { link: AuditLink; text: string }) {
  switch (kind) {
    case 'agent':
      return (
        <Link to="/agents/$agentId" params={{ agentId: id }} className={CLASS}>
          {text}
        </Link>
      );
    case 'call':
      return (
        <Link to="/calls/$callId" params={{ callId: id }} className={CLASS}>
          {text}
        </Link>
      );
    case 'client':
      return (
        <Link to="/clients/$subAccountId" params={{ subAccountId: id }} className={CLASS}>
          {text}
        </Link>
      );
    case 'phone_number':
      return (
        <Link to="/phone-numbers" className={CLASS}>
          {text}
        </Link>
      );
    case 'member':
      return (
        <Link to="/settings/team" className={CLASS}>
          {text}
        </Link>
      );
    case 'api_key':
      return (
        <Link to="/settings/api-keys" className={CLASS}>
          {text}
        </Link>
      );
    case 'webhook':
      return (
        <Link to="/settings/webhooks" className={CLASS}>
          {text}
        </Link>
      );
  }
}
