export type CarrierCallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';

/** How a call may end. */
export type FinalCallStatus = Extract<CarrierCallStatus, 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'>;

export const isFinal = (status: CarrierCallStatus): boolean =>
  status !== 'queued' && status !== 'ringing' && status !== 'in-progress';
