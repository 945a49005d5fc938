import { z } from 'zod';

export const TaskStatus = z
  .object({
    complete: z.boolean(),
    detail: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'What there is, in words; null when there is nothing.' }),
  })
  .meta({ id: 'TaskStatus', description: 'One thing to set up.' });
export type TaskStatus = z.infer<typeof TaskStatus>;

export const SetupStatusResponse = z
  .object({
    tasks: z.record(z.string(), TaskStatus).meta({
      description: '`connect_crm`, `add_phone_number`, `create_agent`, `assign_phone_number` and `take_call`.',
    }),
    completed_count: z.int(),
    total_count: z.int().default(5),
    required_complete: z.boolean().meta({
      description: 'Whether calls can be answered: everything but `connect_crm` and `take_call` is done.',
    }),
    all_complete: z.boolean(),
  })
  .meta({ id: 'SetupStatusResponse', description: 'How far a tenant has been set up, as its data shows it.' });
export type SetupStatusResponse = z.infer<typeof SetupStatusResponse>;
