import { CopyButton } from '#/components/ui/copy-button.tsx';
import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { DescriptionList } from '#/components/ui/description-list.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatMoneyCents } from '#/format/money.ts';
import { formatNumber } from '#/format/number.ts';
import { voiceLabel } from '#/features/calls/voice-label.ts';
import { textKindLabel } from './text-kinds.ts';
import type { SubAccount } from './sub-account-status.ts';

/** What was agreed on with a sub-account, and what it has. */
export function SubAccountFacts({ account }: { account: SubAccount }) {
  return (
    <Card>
      <CardHeader title="Account" />
      <CardBody>
        <DescriptionList
          items={[
            {
              label: 'Slug',
              value: (
                <span className="-my-1.5 flex items-center gap-1">
                  <code className="font-mono text-xs break-all">{account.slug}</code>
                  <CopyButton value={account.slug} label="Copy slug" />
                </span>
              ),
            },
            { label: 'Created', value: <Time value={account.created_at} format="day" /> },
            { label: 'Agents', value: formatNumber(account.agents_count) },
            { label: 'Rate', value: `${formatMoneyCents(account.per_minute_rate_cents)} per minute` },
            { label: 'Upcharges by voice provider', value: inWords(account.upcharge_by_provider, voiceLabel) },
            {
              label: 'Upcharges for test and demo calls',
              value: inWords(account.test_demo_upcharge_by_provider, voiceLabel),
            },
            { label: 'Upcharges for texts', value: inWords(account.text_upcharge_by_type, textKindLabel) },
            { label: 'Platform fee', value: `${formatMoneyCents(account.monthly_platform_fee_cents)} per month` },
            { label: 'Billing day', value: `Day ${account.billing_start_day} of the month` },
          ]}
        />
      </CardBody>
    </Card>
  );
}

function inWords(upcharges: Record<string, unknown> | null | undefined, label: (kind: string) => string): string {
  const set = Object.entries(upcharges ?? {}).filter(([, cents]) => Number(cents) > 0);
  return set.length === 0
    ? 'None'
    : set.map(([kind, cents]) => `${label(kind)} ${formatMoneyCents(Number(cents))}`).join(', ');
}
