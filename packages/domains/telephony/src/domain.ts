import type { Domain } from '@leadlock/context/domain';
import { fetchRecordings } from './calls/fetch-recordings.ts';
import { foldCallFigures } from './calls/fold-call-figures.ts';
import { endCall } from './call-tools/end-call.ts';
import { sendDtmf } from './call-tools/send-dtmf.ts';
import { sendSms } from './call-tools/send-sms.ts';
import { transferCall } from './call-tools/transfer-call.ts';
import { callJobs, watchLostCalls } from './calls/jobs.ts';

export const telephony = {
  name: 'telephony',
  jobs: callJobs,
  timers: [
    { name: 'sweep lost calls', intervalMs: 5_000, run: watchLostCalls },
    { name: 'fetch missed recordings', intervalMs: 30_000, run: (system) => fetchRecordings(system) },
    { name: 'update statistics with calls', intervalMs: 10_000, run: foldCallFigures },
  ],
  tools: [endCall, sendDtmf, sendSms, transferCall],
} satisfies Domain;
