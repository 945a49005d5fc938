/**
 * Why work in a thread gave no answer. `busy`: too much waits already. `timeout`, `out_of_memory`: it took more than its
 * limits allow. `failed`: it threw, or its thread broke.
 */
export type IsolationFailure = 'busy' | 'timeout' | 'out_of_memory' | 'failed';

export class IsolationError extends Error {
  override name = 'IsolationError';
  readonly reason: IsolationFailure;

  constructor(reason: IsolationFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
