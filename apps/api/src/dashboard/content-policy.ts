/** Where GoHighLevel shows the custom pages of its apps in a frame. */
const GHL_HOSTS = ['https://*.gohighlevel.com', 'https://*.leadconnectorhq.com'];

/** The page below the dashboard's address that signs people in from inside GoHighLevel, and the only one in a frame. */
const EMBEDDED_PAGE = /^\/embed\/?$/;

export interface ContentPolicyOptions {
  publicApiUrl: string;
  publicGatewayUrl: string;
  /** Whether people sign in from inside GoHighLevel, which shows the page for that in a frame. */
  isEmbeddedInGhl: boolean;
}

/** What a page of the dashboard may do. */
export interface PagePolicy {
  contentSecurityPolicy: string;
  /** The value of `X-Frame-Options`, or null where hosts are named that it cannot name. */
  frameOptions: 'DENY' | null;
}

/** Gateways of their own addresses have the host that all share, or one below it. */
function gatewaysAt(sharedUrl: string): string {
  const { protocol, hostname } = new URL(sharedUrl);
  return `${protocol}//${hostname}:* ${protocol}//*.${hostname}:*`;
}

/** The policy of the page at a path below the dashboard's address; `nonce` allows the style elements that carry it. */
export function pagePolicy(options: ContentPolicyOptions): (path: string, nonce: string) => PagePolicy {
  const api = new URL(options.publicApiUrl).origin;
  const gateways = gatewaysAt(options.publicGatewayUrl);
  return (path, nonce) => {
    const isFramed = options.isEmbeddedInGhl && EMBEDDED_PAGE.test(path);
    const directives = [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      // Components place menus and draw bars by style attributes; those can neither load nor run anything.
      "style-src-attr 'unsafe-inline'",
      // On a custom domain pictures and recordings still come from the api's own address.
      `img-src 'self' data: blob: https: ${api}`,
      `media-src 'self' blob: ${api}`,
      "font-src 'self'",
      `connect-src 'self' ${gateways}`,
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${isFramed ? GHL_HOSTS.join(' ') : "'none'"}`,
    ];
    return { contentSecurityPolicy: directives.join('; '), frameOptions: isFramed ? null : 'DENY' };
  };
}
