import type { TenantContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';

/**
 * For what decides who gets in: a key that leaked must not secure its own future.
 * @param what completes "An API key cannot …"
 * @throws forbidden to an API key
 */
export function requirePerson({ actor }: Pick<TenantContext, 'actor'>, what: string): void {
  if (actor.type === 'api_key') throw forbidden(`An API key cannot ${what}`);
}
