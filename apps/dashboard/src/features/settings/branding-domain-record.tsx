import { BrandingRecord } from './branding-record.tsx';
import { recordType } from './branding-record-type.ts';

/** Where this installation answers, which need not be where this page was asked for. The api writes it into the page. */
const installationHost = (): string =>
  document.querySelector<HTMLMetaElement>('meta[name="installation-host"]')?.content ?? window.location.hostname;

/** The DNS record that leads an agency's domain here. */
export function BrandingDomainRecord({ domain }: { domain: string }) {
  if (window.location.hostname === domain) {
    return (
      <p className="text-[13px] text-success" role="status">
        You’re on this domain now. It works.
      </p>
    );
  }
  const host = installationHost();
  const record = [
    { label: 'Type', value: recordType(host) },
    { label: 'Name', value: domain },
    { label: 'Value', value: host },
  ];
  return (
    <div className="grid gap-2 text-[13px]">
      <p className="text-pretty text-muted">
        Set this record where the domain’s DNS is kept. Ask whoever runs this installation to add a certificate for the
        domain. Then your people sign in at{' '}
        <a
          href={`https://${domain}/app/sign-in`}
          target="_blank"
          rel="noreferrer"
          className="rounded-sm break-all text-brand-text underline underline-offset-2"
        >
          https://{domain}
        </a>
        .
      </p>
      <BrandingRecord label="Address record" rows={record} />
    </div>
  );
}
