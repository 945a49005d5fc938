import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { rest } from '#/api/rest.ts';
import { api } from '#/api/trpc.ts';
import { Field } from '#/components/ui/field.tsx';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { FileDrop } from '#/components/ui/file-drop.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { refreshBrand, showBrand } from './branding-queries.ts';

const MAX_BYTES = 5 * 1024 * 1024;
const PICTURES = {
  logo: {
    label: 'Logo',
    hint: 'Shown in the sidebar, on the sign-in page, and in emails. A wide logo on a transparent background looks best.',
    accept: 'image/png,image/jpeg,image/svg+xml',
    text: 'PNG, JPEG, or SVG, up to 5 MB',
  },
  favicon: {
    label: 'Favicon',
    hint: 'The icon in the browser tab. Use a square image.',
    accept: 'image/png,image/jpeg,image/svg+xml,image/x-icon,image/vnd.microsoft.icon,.ico',
    text: 'PNG, JPEG, SVG, or ICO, up to 5 MB',
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
      toast.success(`${label} updated`);
    },
  });
  const confirm = useConfirm();
  const remove = useMutation({
    mutationFn: () =>
      kind === 'logo' ? api.agency.branding.removeLogo.mutate() : api.agency.branding.removeFavicon.mutate(),
    onSuccess(branding) {
      showBrand(queryClient, branding);
      toast.success(`${label} removed`);
    },
    onError: (error) => toast.error(toApiError(error).message),
  });
  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: `Remove ${label.toLowerCase()}?`,
      body: kind === 'logo' ? 'Your company name will appear instead.' : 'The default icon will appear instead.',
      confirmLabel: 'Remove',
      danger: true,
    });
    if (sure) remove.mutate();
  }
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
      aside={
        <>
          <span role="status">{upload.isPending && 'Uploading…'}</span>
          {url !== null && !upload.isPending && (
            <Button
              variant="link"
              size="sm"
              aria-label={`Remove ${label.toLowerCase()}`}
              loading={remove.isPending}
              onClick={() => void askAndRemove()}
            >
              Remove
            </Button>
          )}
        </>
      }
    >
      <FileDrop
        aria-label={label}
        file={file}
        onFileChange={choose}
        accept={accept}
        maxSize={MAX_BYTES}
        text={text}
        previewUrl={url}
        disabled={upload.isPending || remove.isPending}
      />
    </Field>
  );
}
