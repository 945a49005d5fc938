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
  /** Puts the hint before a control that may grow long. */
  hintFirst?: boolean;
  children: ReactNode;
}

/** The label, hint and error of a setting around its control. */
export function SettingFrame({ definition, error, aside, required, hintFirst, children }: SettingFrameProps) {
  return (
    <Field
      label={definition.label}
      hint={hintFirst ? undefined : definition.hint}
      error={error}
      aside={aside}
      required={required}
    >
      {hintFirst && definition.hint !== undefined && (
        <p className="-mt-1 mb-1 text-xs text-pretty text-muted">{definition.hint}</p>
      )}
      {children}
    </Field>
  );
}
