export * from './caller.ts';
export type * from './dialogue.ts';
export * from './llm-dialogue.ts';
export * from './rule-based-dialogue.ts';
export { readPrompt } from './prompt-knowledge.ts';
export { createTask } from './task.ts';
export { argumentsFor } from './tool-arguments.ts';
