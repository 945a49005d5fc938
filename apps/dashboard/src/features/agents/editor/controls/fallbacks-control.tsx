import { Plus } from 'lucide-react';
import { useWatch } from 'react-hook-form';
import { Button } from '#/components/ui/button.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { providerNotes, useAgentOptions } from '../../agent-options.ts';
import { moved, without } from '../list-changes.ts';
import type { AgentValues } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { RowFrame } from './row-frame.tsx';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** Who takes over when the agent's own provider fails, in their order. */
export function FallbacksControl({ definition }: ControlProps) {
  const { value, set, error, rowErrors } = useSetting<string[]>(definition.name);
  const own = useWatch<AgentValues, 'voice_provider'>({ name: 'voice_provider' });
  const { voice_providers } = useAgentOptions();
  const chosen = (value ?? []).filter((name) => name !== own);
  const left = voice_providers.filter(({ name }) => name !== own && !chosen.includes(name));
  const wrong = (rowErrors.find((entry) => entry !== undefined) as { message?: string } | undefined)?.message;
  return (
    <SettingFrame hintFirst definition={definition} error={error ?? wrong}>
      <ol aria-label={definition.label} className="grid gap-2 empty:hidden">
        {chosen.map((name, index) => {
          const { label = name, status } = voice_providers.find((provider) => provider.name === name) ?? {};
          return (
            <RowFrame
              key={name}
              name={label}
              index={index}
              count={chosen.length}
              onMove={(to) => set(moved(chosen, index, to))}
              onRemove={() => set(without(chosen, index))}
            >
              <p className="flex flex-wrap items-center gap-2 text-[13px]">
                <VendorLogo vendor={name} name={label} size="sm" />
                {label}
                {status !== undefined && status !== 'ready' && (
                  <span className="text-muted">{providerNotes[status]}</span>
                )}
              </p>
            </RowFrame>
          );
        })}
      </ol>
      <div className="flex flex-wrap gap-2">
        {left.map(({ name, label }) => (
          <Button key={name} size="sm" onClick={() => set([...chosen, name])}>
            <Plus />
            Add {label}
          </Button>
        ))}
      </div>
    </SettingFrame>
  );
}
