import { Check, ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Progress } from '#/components/ui/progress.tsx';

export interface SetupTask {
  id: string;
  title: string;
  /** What to do, and what it is good for. */
  text: ReactNode;
  done: boolean;
  /** Where it is done: a link; none for who may not do it. */
  link?: ReactNode;
}

interface SetupListProps {
  title: string;
  tasks: readonly SetupTask[];
  /** Whether the list may be folded away: what is left is not needed for calls. */
  collapsible: boolean;
  /** Called when all is done and it has been seen. */
  onDismiss: () => void;
}

/** What is left to do before everything works, the next step first in line. */
export function SetupList({ title, tasks, collapsible, onDismiss }: SetupListProps) {
  const [open, setOpen] = useState(true);
  const done = tasks.filter((task) => task.done).length;
  const complete = done === tasks.length;
  const next = tasks.find((task) => !task.done);
  if (complete) {
    return (
      <Card className="flex flex-wrap items-center gap-3 px-4 py-3">
        <StepMark done />
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="text-sm font-semibold">You’re all set</h2>
          <p className="text-[13px] text-muted">From now on, this page shows how your calls are going.</p>
        </div>
        <Button onClick={onDismiss}>Got it</Button>
      </Card>
    );
  }
  return (
    <Card>
      <header className="flex items-center gap-4 px-4 py-3">
        <div className="grid min-w-0 flex-1 gap-2">
          <h2 className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm font-semibold">
            {title}
            <span className="text-xs font-normal text-muted tabular-nums">
              {done} of {tasks.length} done
            </span>
          </h2>
          <Progress label="Setup" value={done} max={tasks.length} />
        </div>
        {collapsible && (
          <IconButton label={open ? 'Collapse' : 'Expand'} aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronDown className={classNames('transition-transform duration-100', open && 'rotate-180')} />
          </IconButton>
        )}
      </header>
      {open && (
        <ol className="divide-y divide-line border-t">
          {tasks.map((task) => (
            <Step key={task.id} task={task} isNext={task === next} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function Step({ task, isNext }: { task: SetupTask; isNext: boolean }) {
  return (
    <li
      aria-current={isNext ? 'step' : undefined}
      className={classNames('flex flex-wrap items-center gap-x-3 gap-y-3 px-4 py-3.5', isNext && 'bg-brand-text/4')}
    >
      <StepMark done={task.done} isNext={isNext} />
      <div className="min-w-0 flex-1 basis-60">
        <h3 className={classNames('text-[13px] font-medium', task.done && 'text-muted')}>
          {task.title}
          <span className="sr-only">{task.done ? ' (done)' : ' (to do)'}</span>
        </h3>
        {!task.done && <div className="text-[13px] text-pretty text-muted">{task.text}</div>}
      </div>
      {!task.done && task.link !== undefined && (
        <Button variant={isNext ? 'primary' : 'secondary'} className="max-sm:ml-9" asChild>
          {task.link}
        </Button>
      )}
    </li>
  );
}

function StepMark({ done, isNext }: { done: boolean; isNext?: boolean }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'grid size-6 shrink-0 place-items-center rounded-full border',
        done ? 'border-transparent bg-success-soft text-success' : 'border-line-strong',
        isNext && 'border-2 border-brand-text',
      )}
    >
      {done && <Check className="size-3.5" strokeWidth={2.5} />}
    </span>
  );
}
