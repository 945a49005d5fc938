export { MonitorStream } from './monitor-stream.ts';
export { MonitoredLine, type Monitor } from './monitored-line.ts';
