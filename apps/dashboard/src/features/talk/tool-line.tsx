import { toolPhrase } from '@leadlock/core/tool-phrases';
import { Check, LoaderCircle, Wrench, X } from 'lucide-react';
import { Disclosure } from '#/components/ui/disclosure.tsx';
import type { ToolLine as Tool } from './talk-state.ts';

/** A tool that the agent used: its name, and folded what it was given and what it said. */
export function ToolLine({ line }: { line: Tool }) {
  return (
    <div className="rounded-md border border-line bg-canvas/50 px-3">
      <Disclosure
        title={
          <span className="inline-flex items-center gap-2">
            <Wrench aria-hidden className="size-3.5 text-muted" />
            {toolPhrase({
              name: line.name,
              arguments: line.input,
              result: line.outcome?.result,
              success: line.outcome?.success ?? null,
            })}
          </span>
        }
        aside={<Outcome line={line} />}
      >
        <div className="grid gap-3">
          <Json label="Function" value={line.name} />
          <Json label="Arguments" value={line.input} />
          {line.outcome !== null && <Json label="Result" value={line.outcome.result} />}
        </div>
      </Disclosure>
    </div>
  );
}

function Outcome({ line: { outcome } }: { line: Tool }) {
  if (outcome === null) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
        Running
      </span>
    );
  }
  return outcome.success ? (
    <span className="inline-flex items-center gap-1.5 text-success">
      <Check aria-hidden className="size-3.5" />
      Done
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.5 text-danger">
      <X aria-hidden className="size-3.5" />
      Failed
    </span>
  );
}

function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="grid gap-1">
      <p className="text-xs text-muted">{label}</p>
      <pre className="overflow-x-auto rounded-md bg-hover p-2.5 font-mono text-xs leading-5">
        {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
      </pre>
    </div>
  );
}
