import type { Outputs } from '#/api/trpc.ts';

type Actor = Outputs['audit']['describe']['entries'][number]['actor'];

/** Who made a change. @param brand the product's name here, whose staff can help an account */
export function actorName({ kind, name }: Actor, brand: string): string {
  switch (kind) {
    case 'member':
      return name ?? 'A former member';
    case 'api_key':
      return name === null ? 'A deleted API key' : `The API key “${name}”`;
    case 'agency':
      return 'Your agency';
    case 'support':
      return `${brand} support`;
    case 'system':
      return name ?? 'The system';
  }
}
