import { Banner } from '#/components/ui/banner.tsx';
import { isPublicHost } from './branding-public-host.ts';
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
  if (!isPublicHost(host)) {
    return (
      <Banner kind="warning" title="No public address yet">
        This installation runs at {host}, which a domain cannot point to. Ask whoever runs it to set{' '}
        <code>PUBLIC_API_URL</code> to its public address. The record to add then appears here.
      </Banner>
    );
  }
  const record = [
    { label: 'Type', value: recordType(host) },
    { label: 'Name', value: domain },
    { label: 'Value', value: host },
  ];
  return (
    <div className="grid gap-2 text-[13px]">
      <p className="text-pretty text-muted">
        Add this record where the domain’s DNS is managed. Browsers also need a TLS certificate for the domain: ask
        whoever runs this installation to add the domain to its proxy. Then your people sign in at{' '}
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
