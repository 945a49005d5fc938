import { Link } from '@tanstack/react-router';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { useAccount } from '#/session/account.ts';
import { endReasonText } from '@leadlock/core/call-end-reasons';
import { remedyOf } from '../call-end.ts';
import type { CallDetail } from '../call-labels.ts';
import type { CallMetadata } from '../call-metadata.ts';

const GONE_WRONG = new Set(['failed', 'busy', 'no-answer', 'canceled']);

/** Why a call came to nothing, and what to do about it. Takes no room where it went well. */
export function WhyItFailed({ call, metadata }: { call: CallDetail; metadata: CallMetadata }) {
  const text = endReasonText(metadata.end_reason ?? (GONE_WRONG.has(call.status) ? call.status : null), call.direction);
  if (text === null || !GONE_WRONG.has(call.status)) return null;
  return (
    <Banner
      kind={call.status === 'failed' ? 'danger' : 'warning'}
      title={text}
      action={<RemedyLink reason={metadata.end_reason} agentId={call.agent_id} />}
    >
      {metadata.end_detail}
    </Banner>
  );
}

function RemedyLink({ reason, agentId }: { reason: string | null; agentId: string | null | undefined }) {
  const { isAdmin } = useAccount();
  const remedy = remedyOf(reason);
  if (!isAdmin || remedy === null) return undefined;
  if (remedy === 'phone-numbers' || !agentId) {
    return (
      <Button size="sm" asChild>
        <Link to="/phone-numbers">Choose an agent</Link>
      </Button>
    );
  }
  return (
    <Button size="sm" asChild>
      <Link to="/agents/$agentId" params={{ agentId }}>
        {remedy === 'agent' ? 'Activate the agent' : 'Check its voice'}
      </Link>
    </Button>
  );
}
