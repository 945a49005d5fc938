import { z } from 'zod';

const keyFields = {
  id: z.string(),
  name: z.string(),
  key_prefix: z.string().meta({ description: 'The first 12 characters, to tell keys apart by.' }),
  created_at: z.string(),
};

export const APIKeyResponse = z
  .object({
    ...keyFields,
    last_used_at: z.string().nullable().meta({ description: 'To the minute.' }),
    is_active: z.boolean().default(true).meta({ description: 'False once it was revoked.' }),
    expires_at: z.string().nullable(),
  })
  .meta({ id: 'APIKeyResponse', description: 'An API key, without the key itself.' });
export type APIKeyResponse = z.infer<typeof APIKeyResponse>;

export const APIKeyListResponse = z
  .object({ keys: z.array(APIKeyResponse), total: z.int() })
  .meta({ id: 'APIKeyListResponse', description: 'The API keys of a tenant.' });
export type APIKeyListResponse = z.infer<typeof APIKeyListResponse>;

export const APIKeyCreate = z
  .object({
    name: z.string().trim().min(1).max(100).default('Default API Key'),
    expires_in_days: z
      .int()
      .min(1)
      .max(3650)
      .nullish()
      .meta({ description: 'Days until it stops working; left out: it does not.' }),
  })
  .meta({ id: 'APIKeyCreate', description: 'A new API key.' });
export type APIKeyCreate = z.infer<typeof APIKeyCreate>;

export const APIKeyCreateResponse = z
  .object({
    ...keyFields,
    plaintext_key: z.string().meta({ description: 'The key. It is shown this once and cannot be read again.' }),
    expires_at: z.string().nullable(),
  })
  .meta({ id: 'APIKeyCreateResponse', description: 'A new API key with the key itself.' });
export type APIKeyCreateResponse = z.infer<typeof APIKeyCreateResponse>;

export const APIKeyMessage = z
  .object({ message: z.string() })
  .meta({ id: 'APIKeyMessage', description: 'Confirmation.' });
