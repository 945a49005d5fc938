import type { SentEmail } from './mailbox.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  table { width: 100%; border-collapse: collapse; }
  th, td { text-align: left; padding: .5rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
  iframe { width: 100%; height: 36rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }`;

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escape(title)}</title><style>${STYLE}</style></head><body>${content}</body></html>`;

const row = (email: SentEmail): string =>
  `<tr><td>${escape(email.createdAt)}</td><td>${escape(email.to.join(', '))}</td>` +
  `<td><a href="/sandbox/inbox/${email.id}">${escape(email.subject)}</a></td></tr>`;

/** Every email that was sent, the newest first. */
export function inboxPage(emails: readonly SentEmail[]): string {
  const rows = emails.map(row).join('');
  const list =
    rows === ''
      ? '<p>Nothing was sent yet.</p>'
      : `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows}</tbody></table>`;
  return page('Inbox', `<h1>Inbox</h1>${list}`);
}

/** One email, its HTML as a mail program shows it: in a frame that runs no scripts, with links that open elsewhere. */
export function emailPage(email: SentEmail): string {
  const html =
    email.html === undefined
      ? ''
      : `<h2>HTML</h2><iframe title="HTML version" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="${escape(
          `<base target="_blank">${email.html}`,
        )}"></iframe>`;
  const text = email.text === undefined ? '' : `<h2>Text</h2><pre>${escape(email.text)}</pre>`;
  return page(
    email.subject,
    `<p><a href="/sandbox/inbox">Inbox</a></p><h1>${escape(email.subject)}</h1>` +
      `<dl><dt>From</dt><dd>${escape(email.from)}</dd><dt>To</dt><dd>${escape(email.to.join(', '))}</dd>` +
      `<dt>Sent</dt><dd>${escape(email.createdAt)}</dd></dl>${html}${text}`,
  );
}
