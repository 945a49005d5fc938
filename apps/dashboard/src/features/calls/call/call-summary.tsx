import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Card } from '#/components/ui/card.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { Time } from '#/components/ui/time.tsx';
import { agentQuery } from '#/features/agents/agents-queries.ts';
import { formatDuration } from '#/format/duration.ts';
import { formatMoneyCents } from '#/format/money.ts';
import { isRunning, outcomeLabel, type CallDetail } from '../call-labels.ts';
import { DirectionMark } from '../direction-mark.tsx';
import { Elapsed } from '../elapsed.tsx';

/** What one wants to know first. */
export function CallSummary({ call }: { call: CallDetail }) {
  const running = isRunning(call);
  const outcome = outcomeLabel(call);
  return (
    <Card aria-label="Summary" className="px-4 py-3">
      <DescriptionList
        layout="columns"
        items={[
          { label: 'Agent', value: <AgentLink call={call} /> },
          ...(outcome === null ? [] : [{ label: 'Outcome', value: outcome }]),
          { label: 'Direction', value: <DirectionMark direction={call.direction} /> },
          { label: 'Started', value: <Time value={call.started_at} format="datetime" /> },
          {
            label: running ? 'Running for' : 'Duration',
            value: running ? (
              <Elapsed since={call.started_at} className="font-semibold text-brand-text" />
            ) : (
              formatDuration(call.duration_seconds)
            ),
          },
          ...(running ? [] : [{ label: 'Price', value: formatMoneyCents(call.price_cents) }]),
        ]}
      />
    </Card>
  );
}

function AgentLink({ call }: { call: CallDetail }) {
  // A call that was not taken has no name of an agent, yet was meant for one.
  const agent = useQuery({ ...agentQuery(call.agent_id ?? ''), enabled: Boolean(call.agent_id && !call.agent_name) });
  if (!call.agent_id) return call.agent_name ?? 'None';
  return (
    <Link
      to="/agents/$agentId"
      params={{ agentId: call.agent_id }}
      className="rounded-sm font-medium underline-offset-4 hover:underline"
    >
      {call.agent_name ?? agent.data?.name ?? 'Agent'}
    </Link>
  );
}
