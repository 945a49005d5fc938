import { useId } from 'react';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import { isUsable, useAgentOptions, type AgentOptions } from '../../agent-options.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** The built-in tools that this server has: which are on, and a note for each that says when to use it. */
export function ToolsControl({ definition }: ControlProps) {
  const options = useAgentOptions();
  const { tools } = options;
  const enabled = useSetting<string[]>('tools_enabled');
  const notes = useSetting<Record<string, string>>('tool_instructions');
  const names = enabled.value ?? [];
  const toggle = (name: string, on: boolean): void => {
    const next = on ? [...names, name] : names.filter((other) => other !== name);
    enabled.set(next.length === 0 ? null : next);
  };
  const note = (name: string, text: string): void => {
    const { [name]: _before, ...others } = notes.value ?? {};
    const next = text === '' ? others : { ...others, [name]: text };
    notes.set(Object.keys(next).length === 0 ? null : next);
  };
  return (
    <SettingFrame hintFirst definition={definition} error={enabled.error ?? notes.error}>
      <ul aria-label={definition.label} className="divide-y divide-line rounded-md border border-line">
        {tools
          .filter(({ name }) => isUsable(name, options))
          .map((tool) => (
            <ToolRow
              key={tool.name}
              tool={tool}
              on={names.includes(tool.name)}
              note={notes.value?.[tool.name] ?? ''}
              onToggle={(on) => toggle(tool.name, on)}
              onNote={(text) => note(tool.name, text)}
            />
          ))}
      </ul>
    </SettingFrame>
  );
}

interface ToolRowProps {
  tool: AgentOptions['tools'][number];
  on: boolean;
  note: string;
  onToggle: (on: boolean) => void;
  onNote: (text: string) => void;
}

function ToolRow({ tool, on, note, onToggle, onNote }: ToolRowProps) {
  const noteId = useId();
  return (
    <li className="grid gap-2 px-3 py-2.5">
      <Checkbox
        checked={on}
        onCheckedChange={onToggle}
        label={<span className="font-medium">{toolLabel(tool.name)}</span>}
        description={tool.description}
      />
      {on && (
        <div className="pl-6.5">
          <label htmlFor={noteId} className="sr-only">
            When to use {toolLabel(tool.name)}
          </label>
          <Textarea
            id={noteId}
            rows={1}
            value={note}
            placeholder="When to use it (optional)"
            onChange={(event) => onNote(event.currentTarget.value)}
            className="min-h-8 py-1.5"
          />
        </div>
      )}
    </li>
  );
}

/** `book_appointment` → "Book appointment". */
const toolLabel = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return (
    words.charAt(0).toUpperCase() +
    words
      .slice(1)
      .replace(/\bsms\b/, 'SMS')
      .replace(/\bdtmf\b/, 'keypad tones')
  );
};
