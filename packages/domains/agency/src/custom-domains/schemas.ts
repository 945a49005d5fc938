import { z } from 'zod';

export const CustomDomain = z
  .object({
    domain: z.string(),
    status: z.enum(['pending', 'verified']).meta({ description: 'Only verified domains show the agency’s branding' }),
    verified_by: z.enum(['dns', 'http']).nullable(),
    verified_at: z.string().nullable(),
    checked_at: z.string().nullable().meta({ description: 'Time of the last check' }),
    problem: z.string().nullable().meta({ description: 'Why the last check failed' }),
    served_until: z.string().nullable().meta({
      description:
        'If the record and file of a verified domain are missing, when the domain stops being served; otherwise null',
    }),
    dns: z
      .object({ name: z.string(), value: z.string() })
      .meta({ description: 'The TXT record that verifies the domain' }),
    http: z.object({ url: z.string(), content: z.string() }).meta({
      description:
        'The file that verifies the domain instead, over http or https and without a redirect to another URL',
    }),
  })
  .meta({ id: 'CustomDomain', description: 'An agency’s custom domain and its verification.' });
export type CustomDomain = z.output<typeof CustomDomain>;
