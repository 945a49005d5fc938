import { agencyAdminProcedure, publicProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
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
const uploadOf = (what: string, formats: string): string =>
  `Puts a ${what} in the place of the one before: ${formats}, at most 5 MB. The bytes decide what it is, not the name. ` +
  'An SVG keeps what draws: no scripts, no `<style>` sheets, no outside references.';

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
          'Changes the fields that are sent. Null empties a field, or resets the color. The custom domain must be free ' +
          'among all agencies (409 otherwise).',
        example: { request: { primary_color: '#204060' }, response: example },
        errors: { 409: 'Another agency has this domain.' },
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

  publicByDomain: publicProcedure
    .meta(
      op({
        method: 'GET',
        path: '/api/public/branding',
        tag: 'Api',
        summary: 'Get the brand of a custom domain',
        description:
          'What the sign-in page of an agency’s own domain shows; 404 for other domains. Needs no credentials.',
        example: {
          request: { domain: 'app.northwind.example' },
          response: {
            company_name: 'Northwind Voice',
            logo_url: example.logo_url,
            favicon_url: null,
            primary_color: '#204060',
          },
        },
        errors: [404],
      }),
    )
    .input(PublicBrandingInput)
    .output(PublicBrandingResponse)
    .query(({ ctx, input }) => getPublicBranding(ctx.system, input.domain)),
});
