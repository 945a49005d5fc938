/** What stands out in a prompt, by where it begins and ends. */
export interface PromptMark {
  from: number;
  to: number;
  kind: 'variable' | 'problem';
  /** Shown on hover: what it is, or what is wrong with it. */
  title: string;
}

/** How long a text is, as people count it. */
export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
