import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { PeekSheet } from '#/components/ui/peek-sheet.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';
import { CallSummary } from './call/call-summary.tsx';
import { Transcript } from './call/transcript.tsx';
import type { Call } from './call-labels.ts';
import { partyOf } from './call-party.ts';
import { CallStatusBadge } from './call-status-badge.tsx';
import { callQuery } from './calls-queries.ts';

interface CallPeekProps {
  calls: readonly Call[];
  id: string | null;
  onIdChange: (id: string | null) => void;
}

const idOf = ({ id }: Call): string => id;

/** What was said in one call after another, beside the list. */
export default function CallPeek({ calls, id, onIdChange }: CallPeekProps) {
  const navigate = useNavigate();
  return (
    <PeekSheet
      rows={calls}
      rowId={idOf}
      id={id}
      onIdChange={onIdChange}
      title={(call) => partyOf(call).title}
      onOpen={(call) => inBackground(navigate({ to: '/calls/$callId', params: { callId: call.id } }))}
    >
      {(call) => <Peeked id={call.id} />}
    </PeekSheet>
  );
}

function Peeked({ id }: { id: string }) {
  const { data: call, error } = useQuery(callQuery(id));
  if (error) return <Banner kind="danger">{toApiError(error).message}</Banner>;
  if (call === undefined) return <SkeletonText lines={6} />;
  return (
    <div className="grid gap-4">
      <div>
        <CallStatusBadge call={call} />
      </div>
      <CallSummary call={call} />
      <Transcript call={call} recording={null} />
    </div>
  );
}
