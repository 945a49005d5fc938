import type { TenantContext } from '@leadlock/context/context';
import { forbidden } from '@leadlock/core/errors';

/** Keys are made and taken away by people: one that leaked must not secure its own future. @throws forbidden. */
export function requirePerson({ actor }: Pick<TenantContext, 'actor'>): void {
  if (actor.type === 'api_key') throw forbidden('An API key cannot manage API keys');
}
