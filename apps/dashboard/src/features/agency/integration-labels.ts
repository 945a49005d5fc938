interface Integration {
  provider: string;
  provider_account_id?: string | null;
  account_name?: string | null;
  location_name?: string | null;
}

const PROVIDERS: Record<string, string> = { twilio: 'Twilio', ghl: 'GoHighLevel' };

export const providerName = (provider: string): string => PROVIDERS[provider] ?? provider;

/** What tells an integration from others of its kind. */
export const integrationName = (integration: Integration): string =>
  integration.account_name ||
  integration.location_name ||
  integration.provider_account_id ||
  providerName(integration.provider);
