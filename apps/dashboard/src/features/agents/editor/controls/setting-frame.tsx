import type { ReactNode } from 'react';
import { Field } from '#/components/ui/field.tsx';
import type { SettingDefinition } from '../setting-definition.ts';

/** What every control of a setting is given. */
export interface ControlProps {
  definition: SettingDefinition;
}

interface SettingFrameProps extends ControlProps {
  error?: string;
  aside?: ReactNode;
  required?: boolean;
  children: ReactNode;
}

/** The label, hint and error of a setting around its control. */
export function SettingFrame({ definition, error, aside, required, children }: SettingFrameProps) {
  return (
    <Field label={definition.label} hint={definition.hint} error={error} aside={aside} required={required}>
      {children}
    </Field>
  );
}
