import type { EmailBrand } from './brand.ts';

export interface EmailAction {
  label: string;
  url: string;
}

/** One thing of several that an email tells of, such as a call. All texts are plain; they are escaped. */
export interface EmailSection {
  title: string;
  facts: readonly { label: string; value: string }[];
  text?: string;
  /** What was said. */
  lines?: readonly { speaker: string; text: string }[];
  link?: EmailAction;
}

export interface EmailContent {
  brand: EmailBrand;
  subject: string;
  /** Plain text; it is escaped. */
  paragraphs: readonly string[];
  sections?: readonly EmailSection[];
  /** The one thing to do, as a button and as an address that can be copied. */
  action?: EmailAction;
  /** Several things of which one is to be done, in the place of `action`. */
  choices?: readonly EmailAction[];
  /** What stands small below: why this came, and what to do if it should not have. */
  footnote?: string;
  /** Stands below, small: where such emails are changed or stopped. */
  footnoteLink?: EmailAction;
}
