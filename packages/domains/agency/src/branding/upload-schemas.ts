import { uploadedFile } from '@leadlock/trpc/rest/uploads';
import { z } from 'zod';

export const LogoUpload = z.object({ file: uploadedFile }).meta({ id: 'Body_upload_logo_agency_branding_logo_post' });
export const FaviconUpload = z
  .object({ file: uploadedFile })
  .meta({ id: 'Body_upload_favicon_agency_branding_favicon_post' });
