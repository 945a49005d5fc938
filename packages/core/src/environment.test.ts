import { describe, expect, test } from 'vitest';
import { EnvironmentError, inspectEnvironment, readEnvironment, requireVariable } from './environment.ts';

const needed = { JWT_SECRET: 'x'.repeat(32), ENCRYPTION_KEY: 'k' };

describe('the environment', () => {
  test('has defaults for everything but the secrets', () => {
    expect(readEnvironment(needed)).toMatchObject({
      API_PORT: 8000,
      GATEWAY_PORT: 8001,
      PROVIDERS: 'live',
      TWILIO_API_URL: 'https://api.twilio.com',
      OPENAI_REALTIME_URL: 'wss://api.openai.com/v1/realtime',
    });
  });

  test('names everything that is wrong at once', () => {
    const read = (): unknown => readEnvironment({ API_PORT: 'many', PUBLIC_API_URL: 'nowhere' });
    expect(read).toThrow(EnvironmentError);
    for (const name of ['API_PORT', 'PUBLIC_API_URL', 'JWT_SECRET', 'ENCRYPTION_KEY']) expect(read).toThrow(name);
  });

  test('is read as far as it can be by whoever looks for what is wrong', () => {
    const { environment, problems } = inspectEnvironment({ API_PORT: 'many', GATEWAY_PORT: '9', JWT_SECRET: 'short' });
    expect(problems.map(({ variable }) => variable).toSorted()).toEqual(['API_PORT', 'ENCRYPTION_KEY', 'JWT_SECRET']);
    expect(problems.find(({ variable }) => variable === 'ENCRYPTION_KEY')?.message).toBe('is not set');
    expect(environment).toMatchObject({ GATEWAY_PORT: 9, WORKER_PORT: 8003 });
    expect(environment.JWT_SECRET).toBeUndefined();
    expect(inspectEnvironment(needed)).toMatchObject({ problems: [], environment: readEnvironment(needed) });
  });

  test('takes an empty variable for one that was not set', () => {
    expect(readEnvironment({ ...needed, API_PORT: '', DATABASE_URL: '' })).toMatchObject({ API_PORT: 8000 });
    expect(() => readEnvironment({ ...needed, JWT_SECRET: '' })).toThrow('JWT_SECRET');
  });

  test('points outside services at the sandbox, except where an address was given', () => {
    const environment = readEnvironment({
      ...needed,
      PROVIDERS: 'sandbox',
      SANDBOX_URL: 'http://sandbox.test:9/',
      XAI_REALTIME_URL: 'wss://other.test/v1',
    });
    expect(environment).toMatchObject({
      TWILIO_API_URL: 'http://sandbox.test:9/twilio',
      OPENAI_REALTIME_URL: 'ws://sandbox.test:9/openai/v1/realtime',
      XAI_REALTIME_URL: 'wss://other.test/v1',
    });
  });

  test('says which variable is missing when it is needed', () => {
    expect(() => requireVariable(readEnvironment(needed), 'OPENAI_API_KEY')).toThrow('OPENAI_API_KEY is not set');
    expect(requireVariable(readEnvironment({ ...needed, OPENAI_API_KEY: 'sk' }), 'OPENAI_API_KEY')).toBe('sk');
  });
});
