/** Of the addresses of users who have none of their own here. No mail reaches it: `.invalid` is nobody's (RFC 2606). */
export const RESERVED_DOMAIN = 'ghl.invalid';

export const isReservedAddress = (email: string): boolean => email.toLowerCase().endsWith(`@${RESERVED_DOMAIN}`);
