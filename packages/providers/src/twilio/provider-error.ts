import { ProviderError } from '../contracts/index.ts';

/** What the SDK throws for an answer that is an error. */
interface RestException {
  message: string | undefined;
  status: number;
  code?: number;
}

const isRestException = (error: unknown): error is RestException =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';

/** Twilio's refusal, or the failure to reach it, in the contract's terms. */
function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  if (isRestException(error)) {
    return new ProviderError(error.message ?? `Twilio returned status ${error.status}`, {
      provider: 'twilio',
      status: error.status,
      code: error.code === undefined ? undefined : String(error.code),
    });
  }
  const reason = error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'could not be reached';
  return new ProviderError(`Twilio ${reason}`, { provider: 'twilio', cause: error });
}

export async function callTwilio<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toProviderError(error);
  }
}
