export { requireSubAccount } from './queries.ts';
