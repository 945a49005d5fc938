import type { Outputs } from '#/api/trpc.ts';
import { Badge, type Tone } from '#/components/ui/badge.tsx';

type Status = Outputs['members']['list']['members'][number]['status'];

const STATUS: Record<Status, { label: string; tone: Tone }> = {
  active: { label: 'Active', tone: 'success' },
  invited: { label: 'Invited', tone: 'info' },
  disabled: { label: 'Disabled', tone: 'neutral' },
};

/** Whether somebody can sign in. */
export function MemberStatus({ status }: { status: Status }) {
  return (
    <Badge tone={STATUS[status].tone} dot>
      {STATUS[status].label}
    </Badge>
  );
}
