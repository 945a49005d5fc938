import { toolPhrase } from '@leadlock/core/tool-phrases';
import { Check, Wrench, X } from 'lucide-react';
import { CodeBlock } from '#/components/ui/code-block.tsx';
import { Disclosure } from '#/components/ui/disclosure.tsx';
import { formatDuration } from '#/format/duration.ts';
import type { ToolUse } from './timeline.ts';

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

/** Something that the agent did in the call; what exactly is folded away. */
export function ToolUseView({ tool, origin }: { tool: ToolUse; origin: number }) {
  return (
    <li className="grid grid-cols-[3rem_1fr] gap-x-3 py-1.5 sm:grid-cols-[3.5rem_1fr]">
      <span className="pt-3 text-right text-xs leading-5 text-muted tabular-nums">
        {formatDuration((tool.at - origin) / 1_000)}
      </span>
      <div className="min-w-0 rounded-md border bg-canvas px-3">
        <Disclosure
          title={
            <span className="flex min-w-0 items-center gap-2">
              <Wrench aria-hidden className="size-3.5 shrink-0 text-muted" />
              <span className="min-w-0 text-left text-[13px] break-words">{toolPhrase(tool)}</span>
            </span>
          }
          aside={
            tool.success ? (
              <span className="flex items-center gap-1 text-success">
                <Check aria-hidden className="size-3.5" />
                Done
              </span>
            ) : (
              <span className="flex items-center gap-1 text-danger">
                <X aria-hidden className="size-3.5" />
                Failed
              </span>
            )
          }
        >
          <div className="grid gap-3">
            <Passed label="Function" value={tool.name} />
            <Passed label="Arguments" value={tool.arguments} />
            <Passed label="Result" value={tool.result} />
          </div>
        </Disclosure>
      </div>
    </li>
  );
}

function Passed({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="grid gap-1">
      <p className="text-xs text-muted">{label}</p>
      <CodeBlock label={label} code={asText(value)} wrap />
    </div>
  );
}
