import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatPhone } from '#/format/phone.ts';
import { describeStatus, isFromBrowser, outcomeLabel, type CallDetail } from '../call-labels.ts';
import { numberOfParty } from '../call-party.ts';

/** So many earlier calls are listed. */
const MOST = 5;

interface ContactCardProps {
  call: CallDetail;
  /** What the page is opened for is there: other calls are looked for afterwards. */
  isLoaded: boolean;
}

/** Whom the agent spoke with, and their other calls. Nothing of those who hide their number, or speak from a browser. */
export function ContactCard({ call, isLoaded }: ContactCardProps) {
  const number = numberOfParty(call);
  if (isFromBrowser(call) || number === null) return null;
  return (
    <Card aria-label="Contact">
      <CardHeader title={call.caller_name?.trim() || 'Contact'} />
      <CardBody className="grid gap-3 text-[13px]">
        <div className="grid gap-1">
          <span className="flex items-center justify-between gap-2">
            <span className="truncate tabular-nums">{formatPhone(number)}</span>
            <CopyButton value={number} label="Copy contact’s number" className="-my-2" />
          </span>
          {call.caller_email && <span className="truncate text-muted">{call.caller_email}</span>}
        </div>
        <OtherCalls call={call} number={number} isLoaded={isLoaded} />
      </CardBody>
    </Card>
  );
}

function OtherCalls({ call, number, isLoaded }: ContactCardProps & { number: string }) {
  const { data } = useQuery(trpc.calls.search.queryOptions({ search: number, limit: MOST + 1 }, { enabled: isLoaded }));
  if (data === undefined) return <Skeleton className="my-0.5 h-3.5 w-48 max-w-full" />;
  const others = data.calls.filter(({ id }) => id !== call.id).slice(0, MOST);
  if (others.length === 0) return <p className="text-muted">No other calls with this number.</p>;
  return (
    <section className="grid gap-1.5">
      <h3 className="text-xs font-medium text-muted">Other calls with this number</h3>
      <ul className="grid gap-1">
        {others.map((other) => (
          <li key={other.id}>
            <Link
              to="/calls/$callId"
              params={{ callId: other.id }}
              className="flex items-baseline justify-between gap-3 rounded-sm py-0.5 underline-offset-4 hover:underline"
            >
              <Time value={other.started_at} />
              <span className="truncate text-muted">{outcomeLabel(other) ?? describeStatus(other.status).label}</span>
            </Link>
          </li>
        ))}
      </ul>
      {data.total > others.length + 1 && (
        <Link to="/calls" search={{ q: number }} className="text-xs underline underline-offset-4">
          All calls with this number
        </Link>
      )}
    </section>
  );
}
