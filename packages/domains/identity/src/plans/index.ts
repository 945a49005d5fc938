export { builtInPlans, loadPlans, planNamed, type PlanTable } from './plan-table.ts';
export { agentLimit, limitForResponse, subAccountLimit, UNLIMITED } from './limits.ts';
export { loadVoiceRates, pricePerMinuteCents, type CallDirection, type VoiceRates } from './prices.ts';
