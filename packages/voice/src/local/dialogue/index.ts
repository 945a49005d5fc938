export * from './caller.ts';
export type * from './dialogue.ts';
export * from './llm-dialogue.ts';
export * from './rule-based-dialogue.ts';
