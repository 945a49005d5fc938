export * from './sounds.ts';
export { louder, mixed, spoken, withLoss } from './spoken.ts';
export { WHILE_AGENT_SPEAKS, type Situation } from './while-agent-speaks.ts';
