import { Plus, X } from 'lucide-react';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Input } from '#/components/ui/input.tsx';
import { replaced, without } from '../list-changes.ts';
import type { AgentValues } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { RowList } from './row-list.tsx';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

type Pipeline = NonNullable<AgentValues['ghl_pipelines']>[number];
type Stage = Pipeline['stages'][number];

/** Pipelines with their stages, by the names people use and the ids that GoHighLevel uses. */
export function PipelinesControl({ definition }: ControlProps) {
  const { value, set, error, rowErrors } = useSetting<Pipeline[]>(definition.name);
  return (
    <SettingFrame hintFirst definition={definition} error={error}>
      <RowList
        noun="pipeline"
        label={definition.label}
        rows={value ?? []}
        empty="No pipelines yet."
        blank={() => ({ id: '', name: '', stages: [] })}
        onChange={(rows) => set(rows.length === 0 ? null : rows)}
      >
        {(pipeline, index, change) => (
          <>
            <Field label="Name" required error={rowErrors[index]?.['name']?.message}>
              <Input
                value={pipeline.name}
                onChange={(event) => change({ ...pipeline, name: event.currentTarget.value })}
              />
            </Field>
            <Field label="Pipeline id" required error={rowErrors[index]?.['id']?.message}>
              <Input value={pipeline.id} onChange={(event) => change({ ...pipeline, id: event.currentTarget.value })} />
            </Field>
            <Stages
              stages={pipeline.stages}
              errors={rowErrors[index]?.['stages']}
              onChange={(stages) => change({ ...pipeline, stages })}
            />
          </>
        )}
      </RowList>
    </SettingFrame>
  );
}

interface StagesProps {
  stages: Stage[];
  errors: unknown;
  onChange: (stages: Stage[]) => void;
}

function Stages({ stages, errors, onChange }: StagesProps) {
  const problems = Array.isArray(errors) ? (errors as (Record<string, { message?: string }> | undefined)[]) : [];
  return (
    <fieldset className="grid gap-2 sm:col-span-2">
      <legend className="mb-1.5 text-[13px] font-medium">Stages</legend>
      {stages.map((stage, index) => (
        <div key={index} className="grid grid-cols-[1fr_1fr_auto] items-start gap-2">
          {(['name', 'id'] as const).map((key) => (
            <Field
              key={key}
              hideLabel
              label={`${key === 'name' ? 'Name' : 'Id'} of stage ${index + 1}`}
              error={problems[index]?.[key]?.message}
            >
              <Input
                value={stage[key]}
                placeholder={key === 'name' ? 'Name' : 'Stage id'}
                onChange={(event) => onChange(replaced(stages, index, { ...stage, [key]: event.currentTarget.value }))}
              />
            </Field>
          ))}
          <IconButton label={`Remove stage ${index + 1}`} onClick={() => onChange(without(stages, index))}>
            <X />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" variant="ghost" className="-ml-2" onClick={() => onChange([...stages, { id: '', name: '' }])}>
          <Plus />
          Add stage
        </Button>
      </div>
    </fieldset>
  );
}
