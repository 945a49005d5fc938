import { displayName } from '@leadlock/core/display-name';
import { z } from 'zod';
import { NewPassword, ShownPassword } from '../auth/schemas.ts';

export const MeUpdate = z
  .object({
    full_name: displayName(200).nullish().meta({ description: 'Null takes the name away.' }),
    current_password: ShownPassword.optional().meta({ description: 'Needed to choose a new one.' }),
    new_password: NewPassword.optional().meta({
      description:
        'At least 6 characters, and none of the 1,000 most common passwords. Ends the user’s other sessions.',
    }),
  })
  .meta({ id: 'MeUpdate', description: 'What is left out stays as it is.' });
export type MeUpdate = z.infer<typeof MeUpdate>;
