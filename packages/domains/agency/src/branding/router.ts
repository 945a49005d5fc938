import { agencyAdminProcedure, publicProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { challengeOf } from '../custom-domains/challenge.ts';
import { getCustomDomain } from '../custom-domains/custom-domain.ts';
import { CustomDomain } from '../custom-domains/schemas.ts';
import { verifyCustomDomain } from '../custom-domains/verify-custom-domain.ts';
import { findBranding, toBrandingSettings } from './brand.ts';
import { getPublicBranding } from './get-public-branding.ts';
import { MAX_IMAGE_BYTES } from './read-image.ts';
import {
  BrandingSettings,
  LogoUploadResponse,
  PublicBrandingInput,
  PublicBrandingResponse,
  UpdateBrandingRequest,
} from './schemas.ts';
import { updateBranding } from './update-branding.ts';
import { removePicture, uploadPicture } from './upload-picture.ts';
import { FaviconUpload, LogoUpload } from './upload-schemas.ts';

const tag = 'Agency';
const pictureAt = (name: string): string =>
  `https://api.leadlock.example/files/branding/019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f/${name}`;
const example: BrandingSettings = {
  company_name: 'Northwind Voice',
  logo_url: pictureAt('logo-3f9a1c52d0e84b77.svg'),
  favicon_url: null,
  primary_color: '#204060',
  support_email: 'help@northwind.example',
  support_url: 'https://northwind.example/help',
  custom_domain: 'app.northwind.example',
};
const uploadErrors = {
  413: 'The file is larger than 5 MB.',
  415: 'The file’s contents match none of these formats.',
  502: 'The file store is unavailable.',
};
const domainExample: CustomDomain = {
  domain: 'app.northwind.example',
  status: 'verified',
  verified_by: 'dns',
  verified_at: '2026-11-24T15:04:11.000Z',
  checked_at: '2026-11-24T15:04:11.000Z',
  problem: null,
  served_until: null,
  ...challengeOf('app.northwind.example', '5f0c1d7e9b2a4c6881d3e5f7a9b0c2d4'),
};

const uploadOf = (what: string, formats: string): string =>
  `Replaces the ${what}: ${formats}, up to 5 MB. The file type is detected from its contents, not its name. SVGs ` +
  'keep shapes, style sheets, and embedded images; scripts and links are removed. Unsafe visible content ' +
  '(animation, HTML, external resources) is rejected with 422 and the reason.';

export const brandingRouter = router({
  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/branding',
        tag,
        summary: 'Get the branding',
        description:
          'The agency’s branding; for a sub-account, its agency’s. Fields that were never set have defaults.',
        example: { response: example },
      }),
    )
    .output(BrandingSettings)
    .query(async ({ ctx }) => {
      const { tenantContext } = ctx;
      return toBrandingSettings(tenantContext, await findBranding(tenantContext, tenantContext.tenant));
    }),

  update: agencyAdminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/agency/branding',
        bodyRequired: true,
        tag,
        summary: 'Update the branding',
        description:
          'Updates the fields you send. Null clears a field or resets the color. A new custom domain shows the branding ' +
          'once it is verified: see `GET /agency/branding/domain`.',
        example: { request: { primary_color: '#204060' }, response: example },
      }),
    )
    .input(UpdateBrandingRequest)
    .output(BrandingSettings)
    .mutation(({ ctx, input }) => updateBranding(ctx.tenantContext, input)),

  uploadLogo: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/branding/logo',
        // The file store is outside, and no transaction should wait for it; a picture that is sent again takes its place.
        idempotent: 'repeatable',
        tag,
        summary: 'Upload the logo',
        description: uploadOf('logo', 'PNG, JPEG, or SVG'),
        example: { response: { logo_url: pictureAt('logo-3f9a1c52d0e84b77.svg'), file_size: 2048 } },
        body: 'multipart',
        maxFileBytes: MAX_IMAGE_BYTES,
        errors: uploadErrors,
      }),
    )
    .input(LogoUpload)
    .output(LogoUploadResponse)
    .mutation(({ ctx, input }) => uploadPicture(ctx.tenantContext, 'logo', input.file)),

  uploadFavicon: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/branding/favicon',
        // The file store is outside, and no transaction should wait for it; a picture that is sent again takes its place.
        idempotent: 'repeatable',
        tag,
        summary: 'Upload the favicon',
        description: uploadOf('favicon', 'PNG, JPEG, SVG, or ICO'),
        example: { response: { logo_url: pictureAt('favicon-8e2b60a94c1d5f33.ico'), file_size: 1150 } },
        body: 'multipart',
        maxFileBytes: MAX_IMAGE_BYTES,
        errors: uploadErrors,
      }),
    )
    .input(FaviconUpload)
    .output(LogoUploadResponse)
    .mutation(({ ctx, input }) => uploadPicture(ctx.tenantContext, 'favicon', input.file)),

  removeLogo: agencyAdminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agency/branding/logo',
        tag,
        summary: 'Remove the logo',
        description: 'Falls back to the company name. The response is the same if there is no logo.',
        example: { response: { ...example, logo_url: null } },
      }),
    )
    .output(BrandingSettings)
    .mutation(({ ctx }) => removePicture(ctx.tenantContext, 'logo')),

  removeFavicon: agencyAdminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/agency/branding/favicon',
        tag,
        summary: 'Remove the favicon',
        description: 'Falls back to the default favicon. The response is the same if there is no favicon.',
        example: { response: { ...example, favicon_url: null } },
      }),
    )
    .output(BrandingSettings)
    .mutation(({ ctx }) => removePicture(ctx.tenantContext, 'favicon')),

  getDomain: agencyAdminProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/branding/domain',
        tag,
        summary: 'Get custom domain verification',
        description:
          'Whether the custom domain is verified, and the DNS record or file to verify it with. Returns 404 if there is no ' +
          'custom domain.',
        example: { response: domainExample },
        errors: [404],
      }),
    )
    .output(CustomDomain)
    .query(({ ctx }) => getCustomDomain(ctx.tenantContext)),

  verifyDomain: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/agency/branding/domain/verify',
        // The proof is looked for outside, and no transaction should wait for it; it is looked for again.
        idempotent: 'repeatable',
        tag,
        summary: 'Verify the custom domain',
        description:
          'Checks the DNS record and file that verify the custom domain. If verification fails, `problem` says what is ' +
          'missing. Verified domains are rechecked daily. If the record and file go missing, the agency is notified and the ' +
          'domain is served for three more days.',
        example: { response: domainExample },
        rateLimit: 'verify-domain',
        errors: { 404: 'No custom domain is set.', 409: 'Another agency has already verified this domain.' },
      }),
    )
    .output(CustomDomain)
    .mutation(({ ctx }) => verifyCustomDomain(ctx.tenantContext)),

  publicByDomain: publicProcedure
    .meta(
      op({
        method: 'GET',
        path: '/api/public/branding',
        tag: 'Api',
        summary: 'Get the branding of a custom domain',
        description:
          'The branding of the sign-in page on an agency’s custom domain. Returns 404 for unknown and unverified domains. ' +
          'No credentials needed.',
        example: {
          request: { domain: 'app.northwind.example' },
          response: {
            company_name: 'Northwind Voice',
            logo_url: example.logo_url,
            favicon_url: null,
            primary_color: '#204060',
          },
        },
        rateLimit: 'branding',
        errors: [404],
      }),
    )
    .input(PublicBrandingInput)
    .output(PublicBrandingResponse)
    .query(({ ctx, input }) => getPublicBranding(ctx.system, input.domain)),
});
