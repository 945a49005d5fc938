import { FlaskConical, type LucideIcon, PhoneIncoming, PhoneOutgoing, Presentation } from 'lucide-react';
import { directionLabel, type Direction } from './call-labels.ts';

const ICONS: Record<Direction, LucideIcon> = {
  inbound: PhoneIncoming,
  outbound: PhoneOutgoing,
  test: FlaskConical,
  demo: Presentation,
};

/** Which way a call went. */
export function DirectionMark({ direction }: { direction: Direction }) {
  const Icon = ICONS[direction];
  return (
    <span className="inline-flex items-center gap-1.5 align-middle text-muted">
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {directionLabel(direction)}
    </span>
  );
}
