import { Card, CardBody, CardHeader } from '#/components/ui/card.tsx';
import { CopyButton } from '#/components/ui/copy-button.tsx';
import { DescriptionList, type Description } from '#/components/ui/description-list.tsx';
import { Time } from '#/components/ui/time.tsx';
import { formatDuration, formatMilliseconds } from '#/format/duration.ts';
import { formatPhone } from '#/format/phone.ts';
import { isFromBrowser, type CallDetail } from '../call-labels.ts';
import type { CallMetadata, VoicePart } from '../call-metadata.ts';
import { countedOtherwise } from './counted-otherwise.ts';
import { transferText } from '../transfers.ts';
import { voiceLabel } from '../voice-label.ts';
import { heldBy, lossText } from '../voice-loss.ts';

const AMD: Record<string, string> = { human: 'Person', machine: 'Answering machine', unknown: 'Unknown' };

/** The provider was lost, and another one took over, or the call ended. */
const lostVoice = ({ provider, until_ms, lost }: VoicePart): Description => ({
  label: 'Provider failure',
  value: (
    <span title={lost}>
      {voiceLabel(provider)} {lossText(lost ?? '')} at {formatDuration(until_ms / 1000)}.
    </span>
  ),
});

/** Everything else that is known of a call. */
export function FactsCard({ call, metadata }: { call: CallDetail; metadata: CallMetadata }) {
  const items: (Description | false)[] = [
    !isFromBrowser(call) && { label: 'From', value: <Number value={call.from_number} /> },
    !isFromBrowser(call) && { label: 'To', value: <Number value={call.to_number} /> },
    Boolean(call.caller_email) && { label: 'Email', value: call.caller_email },
    Boolean(call.voice_provider) && {
      label: 'Voice',
      value: heldBy(metadata.voices) || voiceLabel(call.voice_provider ?? ''),
    },
    metadata.transfers.length > 0 && {
      label: 'Transfer',
      value: metadata.transfers.map(transferText).join(' '),
    },
    ...metadata.voices.filter(({ lost }) => lost !== undefined).map(lostVoice),
    Boolean(call.ended_at) && { label: 'Ended', value: <Time value={call.ended_at} format="datetime" /> },
    metadata.first_audio_ms !== null && {
      label: 'Time to first audio',
      value: formatMilliseconds(metadata.first_audio_ms),
    },
    metadata.billing_difference !== null && {
      label: 'Twilio counts',
      value: countedOtherwise(metadata.billing_difference),
    },
    metadata.carrier_reports.length > 0 && {
      label: 'Twilio reported',
      value: metadata.carrier_reports.map(formatDuration).join(', '),
    },
    Boolean(call.amd_status) && {
      label: 'Answered by',
      value: `${AMD[call.amd_status ?? ''] ?? call.amd_status}${
        call.amd_detection_ms ? ` (after ${formatMilliseconds(call.amd_detection_ms)})` : ''
      }`,
    },
    { label: 'Call ID', value: <Id value={call.id} name="call ID" /> },
    !isFromBrowser(call) && {
      label: 'Call SID',
      value: <Id value={call.twilio_call_sid} name="Call SID" />,
    },
  ];
  return (
    <Card>
      <CardHeader title="Details" />
      <CardBody>
        <DescriptionList
          items={items.filter((item) => item !== false)}
          className="[&>div]:grid-cols-[5.5rem_1fr] [&>div]:items-center [&>div]:gap-3 sm:[&>div]:grid-cols-[5.5rem_1fr]"
        />
      </CardBody>
    </Card>
  );
}

function Number({ value }: { value: string }) {
  return (
    <span className="flex items-center justify-between gap-2">
      <span className="truncate">{formatPhone(value)}</span>
      <CopyButton value={value} label="Copy number" className="-my-2" />
    </span>
  );
}

function Id({ value, name }: { value: string; name: string }) {
  return (
    <span className="flex items-center justify-between gap-2">
      <code title={value} className="truncate font-mono text-xs">
        {value}
      </code>
      <CopyButton value={value} label={`Copy ${name}`} className="-my-2" />
    </span>
  );
}
