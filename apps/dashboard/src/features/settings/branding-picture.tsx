import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { rest } from '#/api/rest.ts';
import { Field } from '#/components/ui/field.tsx';
import { FileDrop } from '#/components/ui/file-drop.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { refreshBrand } from './branding-queries.ts';

const MAX_BYTES = 5 * 1024 * 1024;
const PICTURES = {
  logo: {
    label: 'Logo',
    hint: 'On top of the sidebar, on the sign-in page and in e-mails. A wide one on a clear ground looks best.',
    accept: 'image/png,image/jpeg,image/svg+xml',
    text: 'PNG, JPEG or SVG, up to 5 MB',
  },
  favicon: {
    label: 'Favicon',
    hint: 'The small picture on the browser’s tab. A square one.',
    accept: 'image/png,image/jpeg,image/svg+xml,image/x-icon,image/vnd.microsoft.icon,.ico',
    text: 'PNG, JPEG, SVG or ICO, up to 5 MB',
  },
};

interface BrandingPictureProps {
  kind: keyof typeof PICTURES;
  /** Where the one in use is. */
  url: string | null;
}

/** A picture of the brand; a chosen file is in use as soon as it has arrived. */
export function BrandingPicture({ kind, url }: BrandingPictureProps) {
  const { label, hint, accept, text } = PICTURES[kind];
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const upload = useMutation({
    async mutationFn(picture: File) {
      const body = new FormData();
      body.set('file', picture);
      await rest(`/agency/branding/${kind}`, { method: 'POST', body });
      await refreshBrand(queryClient);
    },
    onSuccess: () => {
      setFile(null);
      toast.success(`The ${label.toLowerCase()} is in use.`);
    },
  });
  const choose = (next: File | null): void => {
    setFile(next);
    upload.reset();
    if (next) upload.mutate(next);
  };
  return (
    <Field
      label={label}
      hint={hint}
      error={upload.error ? toApiError(upload.error).message : undefined}
      aside={<span role="status">{upload.isPending && 'Uploading …'}</span>}
    >
      <FileDrop
        aria-label={label}
        file={file}
        onFileChange={choose}
        accept={accept}
        maxSize={MAX_BYTES}
        text={text}
        previewUrl={url}
        disabled={upload.isPending}
      />
    </Field>
  );
}
