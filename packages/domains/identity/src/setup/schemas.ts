import { z } from 'zod';

export const SetupTask = z
  .object({
    completed: z.boolean(),
    required: z.boolean().meta({ description: 'Whether calls can be answered only once it is done.' }),
  })
  .meta({ id: 'SetupTask', description: 'One thing to set up.' });
export type SetupTask = z.infer<typeof SetupTask>;

export const SetupStatusResponse = z
  .object({
    tasks: z.record(z.string(), SetupTask).meta({
      description: '`connect_crm`, `add_phone_number`, `create_agent`, `assign_phone_number` and `take_call`.',
    }),
    completed_count: z.int(),
    total_count: z.int().default(5),
    required_complete: z.boolean(),
    all_complete: z.boolean(),
  })
  .meta({ id: 'SetupStatusResponse', description: 'How far a tenant has been set up, as its data shows it.' });
export type SetupStatusResponse = z.infer<typeof SetupStatusResponse>;
