import { z } from 'zod';

const keyFields = {
  id: z.string(),
  name: z.string(),
  key_prefix: z.string().meta({ description: 'The first 12 characters, to identify the key.' }),
  created_at: z.string(),
};

export const APIKeyResponse = z
  .object({
    ...keyFields,
    last_used_at: z.string().nullable().meta({ description: 'Accurate to the minute.' }),
    is_active: z.boolean().default(true).meta({ description: 'False after the key is revoked.' }),
    expires_at: z.string().nullable(),
  })
  .meta({ id: 'APIKeyResponse', description: 'An API key, without the full key.' });
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
      .meta({ description: 'Days until the key expires. It never expires if omitted.' }),
  })
  .meta({ id: 'APIKeyCreate', description: 'A new API key.' });
export type APIKeyCreate = z.infer<typeof APIKeyCreate>;

export const APIKeyCreateResponse = z
  .object({
    ...keyFields,
    plaintext_key: z.string().meta({ description: 'The full API key. It is shown only once.' }),
    expires_at: z.string().nullable(),
  })
  .meta({ id: 'APIKeyCreateResponse', description: 'A new API key, including the full key.' });
export type APIKeyCreateResponse = z.infer<typeof APIKeyCreateResponse>;

export const APIKeyMessage = z
  .object({ message: z.string() })
  .meta({ id: 'APIKeyMessage', description: 'Confirmation.' });
