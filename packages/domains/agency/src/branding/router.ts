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
  413: 'The file has more than 5 MB.',
  415: 'The bytes are none of these formats.',
  502: 'The file store failed.',
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
  `Puts a ${what} in the place of the one before: ${formats}, at most 5 MB. The bytes decide what it is, not the name. ` +
  'An SVG keeps what draws, with its style sheets and embedded pictures, and loses scripts and links. What would draw but ' +
  'is not safe (animation, HTML, anything outside of the file) is refused with 422 and the reason.';

export const brandingRouter = router({
  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/branding',
        tag,
        summary: 'Get the brand',
        description: 'The agency’s brand; for a sub-account, that of its agency. What was never set has its default.',
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
        summary: 'Change the brand',
        description:
          'Changes the fields that are sent. Null empties a field, or resets the color. A new custom domain shows the brand ' +
          'once it is verified: `GET /agency/branding/domain` tells how.',
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
        description: uploadOf('logo', 'PNG, JPEG or SVG'),
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
        description: uploadOf('favicon', 'PNG, JPEG, SVG or ICO'),
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
        description: 'The company’s name shows in its place. Answers the same when there is none.',
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
        description: 'The product’s own shows in its place. Answers the same when there is none.',
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
        summary: 'Get the custom domain’s verification',
        description:
          'Whether the custom domain is verified, and the DNS record or the file that proves that it is the agency’s. 404 ' +
          'without a custom domain.',
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
          'Looks for the DNS record and the file that prove the custom domain, and answers what it found: `problem` says ' +
          'what is missing. A verified domain is checked again every day. While its proof is missing it is served for three ' +
          'more days, and the agency is told.',
        example: { response: domainExample },
        rateLimit: 'verify-domain',
        errors: { 404: 'There is no custom domain.', 409: 'Another agency has verified this domain.' },
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
        summary: 'Get the brand of a custom domain',
        description:
          'What the sign-in page of an agency’s own domain shows; 404 for other domains, and for one that is not verified. ' +
          'Needs no credentials.',
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
