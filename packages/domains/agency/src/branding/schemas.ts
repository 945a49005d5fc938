import { normalDomain } from './normal-domain.ts';
import { displayName } from '@leadlock/core/display-name';
import { TypedEmailAddress } from '@leadlock/core/email-address';
import { z } from 'zod';

export const DEFAULT_COLOR = '#6298B6';

export const BrandingSettings = z
  .object({
    company_name: z.string().nullish(),
    logo_url: z.string().nullish(),
    favicon_url: z.string().nullish(),
    primary_color: z.string().default(DEFAULT_COLOR),
    support_email: z.string().nullish(),
    support_url: z.string().nullish(),
    custom_domain: z.string().nullish(),
  })
  .meta({ id: 'BrandingSettings' });
export type BrandingSettings = z.output<typeof BrandingSettings>;

const HOST_NAME = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;
const WebAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(2000);

export const UpdateBrandingRequest = z
  .object({
    company_name: displayName(200, 0).nullish(),
    primary_color: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'must be a color such as #6298B6')
      .nullish(),
    support_email: TypedEmailAddress.nullish(),
    support_url: WebAddress.nullish().meta({ description: 'http or https' }),
    custom_domain: z
      .string()
      .trim()
      .overwrite(normalDomain)
      .regex(HOST_NAME, 'must be a domain such as app.example.com')
      .nullish()
      .meta({ description: 'Where the agency’s users sign in, once the domain is verified' }),
  })
  .meta({ id: 'UpdateBrandingRequest' });
export type UpdateBrandingRequest = z.output<typeof UpdateBrandingRequest>;

export const LogoUploadResponse = z
  .object({
    logo_url: z.string().meta({ description: 'Public URL of the image' }),
    file_size: z.int().meta({ description: 'Stored size in bytes; smaller for SVGs with unsafe content removed' }),
  })
  .meta({ id: 'LogoUploadResponse' });
export type LogoUploadResponse = z.output<typeof LogoUploadResponse>;

export const PublicBrandingInput = z.object({
  domain: z.string().max(255).meta({ description: 'Custom domain to look up branding for' }),
});
export const PublicBrandingResponse = z
  .object({
    company_name: z.string(),
    logo_url: z.string().nullish(),
    favicon_url: z.string().nullish(),
    primary_color: z.string().default(DEFAULT_COLOR),
  })
  .meta({ id: 'PublicBrandingResponse' });
export type PublicBrandingResponse = z.output<typeof PublicBrandingResponse>;
