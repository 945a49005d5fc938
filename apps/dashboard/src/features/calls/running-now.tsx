import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { StatusDot } from '#/components/ui/status-dot.tsx';
import { describeStatus, type Call } from './call-labels.ts';
import { partyOf } from './call-party.ts';
import { DirectionMark } from './direction-mark.tsx';
import { Elapsed } from './elapsed.tsx';
import { CONNECTION_TEXTS } from './connection-texts.ts';
import type { Connection } from './follow-stream.ts';

interface RunningNowProps<Running extends Call> {
  /** Newest first. */
  running: readonly Running[];
  connection: Connection;
  /** Opens a call of another account than the one that is acted for. */
  onOpen?: (call: Running) => void;
}

/** The calls of this moment, each a link to watch it. Takes no room while none runs. */
export function RunningNow<Running extends Call & { account_name?: string }>({
  running,
  connection,
  onOpen,
}: RunningNowProps<Running>) {
  return (
    <>
      <p role="status" className={connection === 'steady' ? 'sr-only' : 'text-xs text-muted'}>
        {connection === 'steady'
          ? running.length > 0 && (running.length === 1 ? '1 live call' : `${running.length} live calls`)
          : CONNECTION_TEXTS[connection]}
      </p>
      {running.length > 0 && (
        <section aria-label="Live now" className="rounded-lg border border-brand-text/40 bg-surface">
          <h2 className="flex items-center gap-2.5 border-b px-4 py-2.5 text-sm font-semibold">
            <StatusDot tone="brand" live />
            Live now
            <span className="font-normal text-muted tabular-nums">{running.length}</span>
          </h2>
          <ul className="max-h-72 divide-y divide-line overflow-y-auto">
            {running.map((call) => (
              <li key={call.id}>
                {onOpen ? (
                  <button type="button" className={ROW} onClick={() => onOpen(call)}>
                    <RunningCall call={call} />
                  </button>
                ) : (
                  <Link to="/calls/$callId" params={{ callId: call.id }} className={ROW}>
                    <RunningCall call={call} />
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const ROW =
  'flex min-h-11 w-full items-center gap-4 px-4 py-2 text-left text-[13px] hover:bg-hover/60 focus-visible:-outline-offset-2';

function RunningCall({ call }: { call: Call & { account_name?: string } }) {
  const { title, detail } = partyOf(call);
  return (
    <>
      <span className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-2">
        <span className="block truncate font-medium">{title}</span>
        <span className="block truncate text-muted">
          {[detail, call.account_name, call.agent_name].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className="max-sm:hidden">
        <DirectionMark direction={call.direction} />
      </span>
      <span className="text-brand-text max-sm:hidden">{describeStatus(call.status).label}</span>
      <Elapsed since={call.started_at} className="w-12 text-right font-medium tabular-nums" />
      <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
    </>
  );
}
