import { z } from 'zod';

export const TaskStatus = z
  .object({
    complete: z.boolean(),
    detail: z
      .string()
      .nullable()
      .default(null)
      .meta({ description: 'What was found, as text; null if the task is not complete.' }),
  })
  .meta({ id: 'TaskStatus', description: 'A setup task.' });
export type TaskStatus = z.infer<typeof TaskStatus>;

export const SetupStatusResponse = z
  .object({
    tasks: z.record(z.string(), TaskStatus).meta({
      description: '`connect_crm`, `add_phone_number`, `create_agent`, `assign_phone_number`, and `take_call`.',
    }),
    completed_count: z.int(),
    total_count: z.int().default(5),
    required_complete: z.boolean().meta({
      description: 'Whether the account can take calls: all tasks except `connect_crm` and `take_call` are complete.',
    }),
    all_complete: z.boolean(),
  })
  .meta({ id: 'SetupStatusResponse', description: 'A tenant’s setup tasks, based on its data.' });
export type SetupStatusResponse = z.infer<typeof SetupStatusResponse>;
