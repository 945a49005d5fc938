export { builtInPlans, loadPlans, planNamed, type PlanTable } from './plan-table.ts';
export { agentLimit, limitForResponse, subAccountLimit, UNLIMITED } from './limits.ts';
export { loadVoiceRates, pricePerMinuteCents, type VoiceRates } from './prices.ts';
