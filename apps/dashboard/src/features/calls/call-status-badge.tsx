import { Badge } from '#/components/ui/badge.tsx';
import { StatusDot } from '#/components/ui/status-dot.tsx';
import { describeStatus, isRunning, type Call } from './call-labels.ts';

/** How a call stands, pulsing while it runs. */
export function CallStatusBadge({ call }: { call: Pick<Call, 'status' | 'ended_at'> }) {
  const { label, tone } = describeStatus(call.status);
  if (!isRunning(call)) return <Badge tone={tone}>{label}</Badge>;
  return (
    <Badge tone={tone}>
      <StatusDot tone={tone} live className="size-1.5 [&>span]:size-1.5" />
      {label}
    </Badge>
  );
}
