export { createLlm } from './llm.ts';
