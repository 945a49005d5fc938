import { Badge, type Tone } from '#/components/ui/badge.tsx';
import type { Status } from './sub-account-status.ts';

const LOOKS: Record<Status, { label: string; tone: Tone }> = {
  active: { label: 'Active', tone: 'success' },
  suspended: { label: 'Suspended', tone: 'warning' },
  deleted: { label: 'Deleted', tone: 'neutral' },
};

export function StatusBadge({ status }: { status: Status }) {
  const { label, tone } = LOOKS[status];
  return (
    <Badge tone={tone} dot>
      {label}
    </Badge>
  );
}
