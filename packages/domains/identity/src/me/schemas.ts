import { z } from 'zod';
import { FullName, NewPassword, ShownPassword } from '../auth/schemas.ts';

export const MeUpdate = z
  .object({
    full_name: FullName.nullish().meta({ description: 'Null removes the name.' }),
    current_password: ShownPassword.optional().meta({ description: 'Required to set a new password.' }),
    new_password: NewPassword.optional().meta({
      description:
        'At least 6 characters. The 1,000 most common passwords are not allowed. Ends the user’s other sessions.',
    }),
  })
  .meta({ id: 'MeUpdate', description: 'Omitted fields stay unchanged.' });
export type MeUpdate = z.infer<typeof MeUpdate>;
