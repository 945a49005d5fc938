import { Ban, Check, CircleAlert, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatNumber } from '#/format/number.ts';
import { Button } from './button.tsx';
import { Progress } from './progress.tsx';

export type JobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'canceled';

export interface JobStep {
  id: string;
  label: string;
  status: JobStatus;
  /** What came of it, or why it failed. */
  note?: ReactNode;
}

/** A row that the job could not take. */
export interface JobProblem {
  /** Where in the source it stands: "Row 12". */
  place: string;
  reason: string;
}

interface JobProgressProps {
  /** What is under way: "Importing contacts". */
  label: string;
  status: JobStatus;
  steps: readonly JobStep[];
  /** Of what the running step works through; `total` null: unknown. */
  progress?: { done: number; total: number | null; noun: string };
  problems?: readonly JobProblem[];
  /** Absent where it can't be canceled. */
  onCancel?: () => void;
  /** After the end: what to do with the result, or another try. */
  action?: ReactNode;
}

const WORDS: Record<JobStatus, string> = {
  waiting: 'Waiting',
  running: 'In progress',
  done: 'Done',
  failed: 'Failed',
  canceled: 'Canceled',
};

/** So many rows are listed; the others are counted. */
const LISTED = 50;

/** Something long that goes on without the page: its steps, how far it is, and what it could not take. */
export function JobProgress({ label, status, steps, progress, problems = [], onCancel, action }: JobProgressProps) {
  return (
    <section aria-label={label} className="grid min-w-0 gap-4 text-[13px]">
      <header className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="min-w-0">
          <span className="text-sm font-semibold">{label}</span>
          <span className="text-muted"> · {WORDS[status]}</span>
        </p>
        {status === 'running' || status === 'waiting' ? onCancel && <Button onClick={onCancel}>Cancel</Button> : action}
      </header>
      {progress && status === 'running' && (
        <div className="grid gap-1.5">
          <Progress label={label} value={progress.total === null ? null : progress.done} max={progress.total ?? 1} />
          <p className="text-xs text-muted tabular-nums">
            {formatNumber(progress.done)}
            {progress.total !== null && ` of ${formatNumber(progress.total)}`} {progress.noun}
          </p>
        </div>
      )}
      <ol className="grid gap-2">
        {steps.map((step) => (
          <li key={step.id} className="flex gap-2.5">
            <StatusIcon status={step.status} />
            <div className="min-w-0">
              <p className={classNames('break-words', step.status === 'waiting' && 'text-muted')}>
                {step.label}
                <span className="sr-only">: {WORDS[step.status]}</span>
              </p>
              {step.note !== undefined && <p className="text-xs break-words text-muted">{step.note}</p>}
            </div>
          </li>
        ))}
      </ol>
      {problems.length > 0 && <Problems problems={problems} />}
    </section>
  );
}

function Problems({ problems }: { problems: readonly JobProblem[] }) {
  const more = problems.length - LISTED;
  return (
    <div className="overflow-clip rounded-md border border-line">
      <p className="border-b border-line bg-canvas px-3 py-2 font-medium">
        {problems.length === 1 ? '1 row was skipped' : `${formatNumber(problems.length)} rows were skipped`}
      </p>
      <ul
        aria-label="Skipped rows"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
        tabIndex={0}
        className="max-h-60 divide-y divide-line overflow-y-auto focus-visible:-outline-offset-2"
      >
        {problems.slice(0, LISTED).map(({ place, reason }) => (
          <li key={`${place} ${reason}`} className="grid grid-cols-[5rem_minmax(0,1fr)] gap-3 px-3 py-1.5">
            <span className="text-muted tabular-nums">{place}</span>
            <span className="break-words">{reason}</span>
          </li>
        ))}
        {more > 0 && <li className="px-3 py-1.5 text-muted">And {formatNumber(more)} more</li>}
      </ul>
    </div>
  );
}

function StatusIcon({ status }: { status: JobStatus }) {
  const look = 'mt-0.5 size-4 shrink-0';
  switch (status) {
    case 'done':
      return <Check aria-hidden className={classNames(look, 'text-success')} />;
    case 'running':
      return <LoaderCircle aria-hidden className={classNames(look, 'animate-spin text-brand-text')} />;
    case 'failed':
      return <CircleAlert aria-hidden className={classNames(look, 'text-danger')} />;
    case 'canceled':
      return <Ban aria-hidden className={classNames(look, 'text-muted')} />;
    case 'waiting':
      return <span aria-hidden className={classNames(look, 'rounded-full border border-dashed border-line-strong')} />;
  }
}
