import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { rest } from '#/api/rest.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FileDrop } from '#/components/ui/file-drop.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import { MailCheck } from 'lucide-react';

const MAX_IMAGE_BYTES = 10_000_000;

/** Also where the page is not served over https. */
const newKey = (): string =>
  crypto.getRandomValues(new Uint8Array(16)).reduce((key, byte) => key + byte.toString(16).padStart(2, '0'), '');

/** Tells the people who run the product what went wrong, with what they need to find it. */
export function ReportIssuePage() {
  const { history } = useRouter();
  const [message, setMessage] = useState('');
  const [image, setImage] = useState<File | null>(null);
  // One key a report: sent twice, it is taken down once.
  const [key] = useState(newKey);
  const report = useMutation({
    async mutationFn() {
      const form = new FormData();
      form.set('message', message);
      form.set('url', document.referrer || location.href);
      form.set('browser_info', `${navigator.userAgent}; ${innerWidth}×${innerHeight}; ${navigator.language}`);
      if (image !== null) form.set('image', image);
      await rest('/issues/', { method: 'POST', body: form, headers: { 'idempotency-key': key } });
    },
  });
  const problem = report.error === null ? null : toApiError(report.error);
  const atMessage = problem?.fields.find(({ path }) => path === 'message')?.message;
  const atImage = problem?.fields.find(({ path }) => path === 'image')?.message;

  function send(event: FormEvent): void {
    event.preventDefault();
    if (message.trim() !== '') report.mutate();
  }

  return (
    <Page
      title="Report a problem"
      width="narrow"
      description="Tell us what you did, what you expected and what happened instead."
    >
      <Card>
        {report.isSuccess ? (
          <EmptyState
            icon={<MailCheck />}
            title="Thank you, we have it"
            text="Somebody will look at it and answer by e-mail."
            action={<Button onClick={() => history.back()}>Go back</Button>}
          />
        ) : (
          <CardBody>
            <form noValidate onSubmit={send}>
              <FieldGroup>
                <FormError message={problem && !atMessage && !atImage ? problem.message : null} />
                <Field label="What went wrong?" error={atMessage}>
                  <Textarea rows={6} value={message} onChange={(event) => setMessage(event.target.value)} />
                </Field>
                <Field label="Screenshot" hint="PNG, JPEG, WebP or GIF, at most 10 MB" error={atImage}>
                  <FileDrop
                    file={image}
                    onFileChange={setImage}
                    accept="image/png,image/jpeg,image/webp,image/gif"
                    maxSize={MAX_IMAGE_BYTES}
                  />
                </Field>
                <div>
                  <Button type="submit" variant="primary" disabled={message.trim() === ''} loading={report.isPending}>
                    Send report
                  </Button>
                </div>
              </FieldGroup>
            </form>
          </CardBody>
        )}
      </Card>
    </Page>
  );
}
