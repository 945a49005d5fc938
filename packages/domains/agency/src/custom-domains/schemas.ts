import { z } from 'zod';

export const CustomDomain = z
  .object({
    domain: z.string(),
    status: z.enum(['pending', 'verified']).meta({ description: 'Only a verified domain shows the agency’s brand' }),
    verified_by: z.enum(['dns', 'http']).nullable(),
    verified_at: z.string().nullable(),
    checked_at: z.string().nullable().meta({ description: 'When the proof was looked for last' }),
    problem: z.string().nullable().meta({ description: 'Why the last check found no proof' }),
    served_until: z.string().nullable().meta({
      description: 'Until when a verified domain is served whose proof is missing; null while it is there',
    }),
    dns: z
      .object({ name: z.string(), value: z.string() })
      .meta({ description: 'The TXT record that proves the domain' }),
    http: z.object({ url: z.string(), content: z.string() }).meta({
      description: 'The file that proves it instead, over http or https and without a redirect to another address',
    }),
  })
  .meta({ id: 'CustomDomain', description: 'An agency’s domain and how it is proved.' });
export type CustomDomain = z.output<typeof CustomDomain>;
