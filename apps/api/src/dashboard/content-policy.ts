/** Where GoHighLevel shows the custom pages of its apps in a frame. */
const GHL_HOSTS = ['https://*.gohighlevel.com', 'https://*.leadconnectorhq.com'];

export interface ContentPolicyOptions {
  publicApiUrl: string;
  publicGatewayUrl: string;
  /** Whether people sign in from inside GoHighLevel, which frames the dashboard. */
  isEmbeddedInGhl: boolean;
}

/** The `Content-Security-Policy` of the dashboard; `nonce` allows the style elements that carry it. */
export function contentPolicy(options: ContentPolicyOptions): (nonce: string) => string {
  const api = new URL(options.publicApiUrl).origin;
  const gateway = new URL(options.publicGatewayUrl).origin;
  const ancestors = options.isEmbeddedInGhl ? ["'self'", ...GHL_HOSTS].join(' ') : "'self'";
  return (nonce) =>
    [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      // Components place menus and draw bars by style attributes; those can neither load nor run anything.
      "style-src-attr 'unsafe-inline'",
      // On a custom domain pictures and recordings still come from the api's own address.
      `img-src 'self' data: blob: https: ${api}`,
      `media-src 'self' blob: ${api}`,
      "font-src 'self'",
      `connect-src 'self' ${gateway}`,
      "worker-src 'self' blob:",
      "manifest-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${ancestors}`,
    ].join('; ');
}
