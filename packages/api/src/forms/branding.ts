export { UpdateBrandingRequest } from '@leadlock/agency/branding/schemas';
