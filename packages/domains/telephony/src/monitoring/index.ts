export { claimMonitor, type ClaimedMonitor } from './claim-monitor.ts';
