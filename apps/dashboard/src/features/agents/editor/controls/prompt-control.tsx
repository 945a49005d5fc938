import { useMemo } from 'react';
import { PromptEditor } from '#/components/ui/prompt-editor.tsx';
import { promptMarks } from '../prompt-marks.ts';
import { useSavedValues } from '../saved-values.ts';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { OF_EVERY_CALL, useVariableNames } from '../use-variable-names.ts';
import { InsertVariable } from './insert-variable.tsx';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** The prompt, with its variables and blanks marked. */
export function PromptControl({
  definition,
  control,
}: ControlProps & { control: Extract<Control, { kind: 'prompt' }> }) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  const saved = useSavedValues()[definition.name];
  const names = useVariableNames();
  const marksIn = useMemo(() => promptMarks(new Set([...OF_EVERY_CALL, ...names])), [names]);
  return (
    <SettingFrame definition={definition} error={error} required hintFirst>
      <PromptEditor
        value={value ?? ''}
        onValueChange={set}
        onBlur={leave}
        saved={typeof saved === 'string' ? saved : ''}
        marksIn={marksIn}
        maxLength={control.maxLength}
        Tools={InsertVariable}
      />
    </SettingFrame>
  );
}
