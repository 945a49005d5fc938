import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { MailCheck } from 'lucide-react';
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
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';

const MAX_IMAGE_BYTES = 10_000_000;
const MAX_URL_LENGTH = 2_048;

const route = getRouteApi('/_app/report-issue');

/** The status of an {@link toApiError} that no server gave. */
const NO_ANSWER = 0;

/** Also where the page is not served over https. */
const newKey = (): string =>
  crypto.getRandomValues(new Uint8Array(16)).reduce((key, byte) => key + byte.toString(16).padStart(2, '0'), '');

/** Tells the people who run the product what went wrong, with what they need to find it. */
export function ReportIssuePage() {
  const { history } = useRouter();
  const { from } = route.useSearch();
  const [message, setMessage] = useState('');
  const [image, setImage] = useState<File | null>(null);
  // Sent again because no answer came, a report is taken down once.
  const [key, setKey] = useState(newKey);
  const report = useMutation({
    async mutationFn() {
      const form = new FormData();
      form.set('message', message);
      form.set('url', from === undefined ? location.href : `${location.origin}${from}`.slice(0, MAX_URL_LENGTH));
      form.set('browser_info', `${navigator.userAgent}; ${innerWidth}×${innerHeight}; ${navigator.language}`);
      if (image !== null) form.set('image', image);
      await rest('/issues/', { method: 'POST', body: form, headers: { 'idempotency-key': key } });
    },
    onError(error) {
      if (toApiError(error).status !== NO_ANSWER) setKey(newKey());
    },
  });
  useUnsavedGuard((message.trim() !== '' || image !== null) && !report.isSuccess, 'Your report hasn’t been sent yet.');
  const problem = report.error === null ? null : toApiError(report.error);
  const atMessage = problem?.fields.find(({ path }) => path === 'message')?.message;
  const atImage = problem?.fields.find(({ path }) => path === 'image')?.message;

  /** Another text or picture is another report. */
  function change(apply: () => void): void {
    apply();
    setKey(newKey());
  }

  function send(event: FormEvent): void {
    event.preventDefault();
    if (message.trim() !== '') report.mutate();
  }

  return (
    <Page
      title="Report a problem"
      width="narrow"
      description="Tell us what you did, what you expected, and what happened instead."
    >
      <Card>
        {report.isSuccess ? (
          <EmptyState
            icon={<MailCheck />}
            title="Thanks, we got it"
            text="We’ll look into it and reply by email."
            action={<Button onClick={() => history.back()}>Go back</Button>}
          />
        ) : (
          <CardBody>
            <form noValidate onSubmit={send}>
              <FieldGroup>
                <FormError message={problem && !atMessage && !atImage ? problem.message : null} />
                <Field label="What went wrong?" error={atMessage}>
                  <Textarea
                    rows={6}
                    value={message}
                    onChange={(event) => change(() => setMessage(event.target.value))}
                  />
                </Field>
                <Field label="Screenshot" hint="PNG, JPEG, WebP, or GIF, up to 10 MB" error={atImage}>
                  <FileDrop
                    file={image}
                    onFileChange={(file) => change(() => setImage(file))}
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
