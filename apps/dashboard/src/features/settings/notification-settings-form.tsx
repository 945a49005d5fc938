import { NotificationSettingsUpdate } from '@leadlock/platform/notifications/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { api, trpc, type Outputs } from '#/api/trpc.ts';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormActions, FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { TimeZoneSelect } from '#/components/ui/time-zone-select.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { firstMessage } from '#/forms/first-message.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useAccount } from '#/session/account.ts';
import { EmailListInput } from './email-list-input.tsx';

type Settings = Outputs['notifications']['getSettings'];

const EMAILS = [
  { name: 'email_new_call', label: 'Failed calls', description: 'A caller couldn’t be helped' },
  { name: 'email_call_summary', label: 'Call summaries', description: 'Who called, what was said, and how it ended' },
  { name: 'email_low_balance', label: 'Limits', description: 'Plan minutes are running low or used up' },
  { name: 'email_weekly_digest', label: 'Weekly report', description: 'Calls, minutes, and bookings, every Monday' },
] as const;

const FREQUENCIES = [
  { value: 'immediate', label: 'Immediately' },
  { value: 'daily', label: 'Daily digest' },
  { value: 'weekly', label: 'Weekly digest, on Mondays' },
];

export function NotificationSettingsForm({ settings }: { settings: Settings }) {
  const { isAdmin } = useAccount();
  const queryClient = useQueryClient();
  const form = useServerForm(NotificationSettingsUpdate, {
    defaultValues: editable(settings),
    async onSubmit(changes) {
      const saved = await api.notifications.updateSettings.mutate(changes);
      queryClient.setQueryData(trpc.notifications.getSettings.queryKey(), saved);
      form.reset(editable(saved));
      toast.success('Notification settings saved');
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  useUnsavedGuard(isDirty, 'You have unsaved changes to the notification settings.');
  const quiet = form.watch('quiet_hours_enabled');
  return (
    <form noValidate onSubmit={(event) => void form.submit(event)}>
      <fieldset disabled={!isAdmin} className="contents">
        <FormError message={form.problem} />
        <FormSection title="Emails" description="Emails you turn off still appear under the bell.">
          {EMAILS.map(({ name, label, description }) => (
            <Controller
              key={name}
              control={form.control}
              name={name}
              render={({ field }) => (
                <Switch
                  label={label}
                  description={description}
                  checked={field.value === true}
                  onCheckedChange={field.onChange}
                />
              )}
            />
          ))}
        </FormSection>
        <FormSection title="Recipients" description="Owners always get the emails.">
          <Controller
            control={form.control}
            name="additional_emails"
            render={({ field }) => (
              <Field label="Also send to" hint="One address per line" error={firstMessage(errors.additional_emails)}>
                <EmailListInput value={field.value ?? []} onValueChange={field.onChange} onBlur={field.onBlur} />
              </Field>
            )}
          />
        </FormSection>
        <FormSection
          title="When"
          description="Urgent notifications, such as a broken integration, never wait for a digest."
        >
          <Controller
            control={form.control}
            name="notification_frequency"
            render={({ field }) => (
              <Field label="Send" error={errors.notification_frequency?.message}>
                <RadioCards columns={3} options={FREQUENCIES} value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
          <Controller
            control={form.control}
            name="quiet_hours_enabled"
            render={({ field }) => (
              <Switch
                label="Quiet hours"
                description="Emails due during quiet hours are sent when they end"
                checked={field.value === true}
                onCheckedChange={field.onChange}
              />
            )}
          />
          {quiet && (
            <FieldGroup columns={2}>
              <Field label="From" error={errors.quiet_hours_start?.message}>
                <Input type="time" {...form.register('quiet_hours_start')} />
              </Field>
              <Field label="To" error={errors.quiet_hours_end?.message}>
                <Input type="time" {...form.register('quiet_hours_end')} />
              </Field>
            </FieldGroup>
          )}
          <Controller
            control={form.control}
            name="quiet_hours_timezone"
            render={({ field }) => (
              <Field label="Time zone" error={errors.quiet_hours_timezone?.message}>
                <TimeZoneSelect value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
        </FormSection>
        {isAdmin && <FormActions dirty={isDirty} saving={isSubmitting} onReset={() => form.reset()} />}
      </fieldset>
    </form>
  );
}

/** The api tells times with their seconds, which the browser's inputs would show. */
const editable = (settings: Settings) => ({
  email_new_call: settings.email_new_call,
  email_call_summary: settings.email_call_summary,
  email_low_balance: settings.email_low_balance,
  email_weekly_digest: settings.email_weekly_digest,
  additional_emails: settings.additional_emails,
  notification_frequency: settings.notification_frequency,
  quiet_hours_enabled: settings.quiet_hours_enabled,
  quiet_hours_start: settings.quiet_hours_start.slice(0, 5),
  quiet_hours_end: settings.quiet_hours_end.slice(0, 5),
  quiet_hours_timezone: settings.quiet_hours_timezone,
});
