import { createContext, use } from 'react';

/** What a {@link Field} tells the control inside it. */
export interface FieldControl {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
}

export interface FieldContextValue extends FieldControl {
  /** Id of the label's element, for controls a `<label for>` cannot reach. */
  labelId: string;
}

export const FieldContext = createContext<FieldContextValue | null>(null);

interface OwnAttributes {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: OwnInvalid;
  'aria-required'?: boolean | 'true' | 'false';
}

type OwnInvalid = boolean | 'true' | 'false' | 'grammar' | 'spelling';

/** The attributes that tie a labelable control (input, select, button) to its field. The control's own come first. */
export const useFieldControl = (own: OwnAttributes) => {
  const field = use(FieldContext);
  return {
    id: own.id ?? field?.id,
    'aria-describedby': own['aria-describedby'] ?? field?.['aria-describedby'],
    'aria-invalid': own['aria-invalid'] ?? field?.['aria-invalid'],
    'aria-required': own['aria-required'] ?? field?.['aria-required'],
  };
};

/** The same for groups and sliders, which `<label for>` does not name. */
export const useFieldGroupControl = (ownLabel: string | undefined) => {
  const field = use(FieldContext);
  return {
    'aria-label': ownLabel,
    'aria-labelledby': ownLabel === undefined ? field?.labelId : undefined,
    'aria-describedby': field?.['aria-describedby'],
    'aria-invalid': field?.['aria-invalid'],
  };
};
