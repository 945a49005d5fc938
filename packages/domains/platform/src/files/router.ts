import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { z } from 'zod';
import { isPublicFile } from './file-link.ts';
import { openFile } from './open-file.ts';

const OpenFileInput = z.object({
  folder: z.string(),
  tenant_id: z.string(),
  name: z.string(),
  expires: z.int().optional().meta({ description: 'When the link expires, as a Unix timestamp' }),
  signature: z.string().optional().meta({ description: 'Signature of the path and `expires`' }),
});

const YEAR_SECONDS = 31_536_000;
/** Pictures are shown; anything else is saved, so that nothing a user uploaded runs as a page of ours. */
const SHOWN_TYPES = /^image\/|^application\/pdf$|^audio\//;
/** An SVG keeps its inline styles and what is embedded in it, and nothing else: no scripts, no requests. */
const CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

export const filesRouter = router({
  open: publicProcedure
    .meta(
      op({
        method: 'GET',
        path: '/files/{folder}/{tenant_id}/{name}',
        tag: 'Files',
        summary: 'Download a file',
        description:
          'The contents of an uploaded file. Other endpoints return the URLs of files. URLs of private files are signed and ' +
          'expire after a while; they then return 403.',
        example: {
          request: { folder: 'branding', tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f', name: 'logo-3f9a.png' },
        },
        produces: 'application/octet-stream',
        errors: [403, 404, 502],
      }),
    )
    .input(OpenFileInput)
    .output(restReply)
    .query(async ({ ctx, input: { folder, tenant_id, name, ...link } }) => {
      const key = `${folder}/${tenant_id}/${name}`;
      const file = await openFile(ctx.system, key, link);
      return new RestReply(file.body, {
        contentType: file.contentType,
        headers: {
          'content-length': String(file.size),
          'content-security-policy': CONTENT_POLICY,
          'content-disposition': SHOWN_TYPES.test(file.contentType) ? 'inline' : 'attachment',
          'x-content-type-options': 'nosniff',
          'cache-control': isPublicFile(key) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'private, no-store',
        },
      });
    }),
});
