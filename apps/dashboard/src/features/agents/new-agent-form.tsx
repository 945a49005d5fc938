import { AgentCreate } from '@leadlock/agents/agents/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Controller, useWatch } from 'react-hook-form';
import { z } from 'zod';
import { inBackground } from '#/in-background.ts';
import { api, trpc, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from '#/components/ui/card.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useAccount } from '#/session/account.ts';
import { useAgentOptions, type AgentOptions } from './agent-options.ts';
import { refreshAgents } from './agents-queries.ts';
import { TEMPLATES, writeFacts, type AgentTemplate } from './agent-templates.ts';
import { TimeZoneSelect } from '#/components/ui/time-zone-select.tsx';
import { VoiceChoice } from './voice-choice.tsx';
import { sampleText } from '@leadlock/core/sample-text';

const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** What the setup calls the first agent. */
const FIRST_NAME = 'Ava';

interface NewAgentFormProps {
  /** What it is for, where that is known; then it has a name to begin with too. */
  businessName?: string | null;
  /** The one that is chosen at first. */
  template?: AgentTemplate;
  onCreated: (agent: Outputs['agents']['create']) => unknown;
  /** At the left of the button that creates it. */
  children?: ReactNode;
}

/** The few things an agent needs to begin with. */
export function NewAgentForm({ businessName, template: suggested, onCreated, children }: NewAgentFormProps) {
  const { tenant, acting } = useAccount();
  const { voice_providers } = useAgentOptions();
  const queryClient = useQueryClient();
  const [template, setTemplate] = useState<AgentTemplate>(suggested ?? (TEMPLATES[0] as AgentTemplate));
  const usable = voice_providers.find(({ status }) => status === 'ready') ?? voice_providers[0];
  const [provider, setProvider] = useState(usable?.name ?? 'local');
  const [voice, setVoice] = useState<string | null>(null);
  const [facts, setFacts] = useState<Record<string, string>>({});

  const form = useServerForm(NewAgentFields, {
    // A client's business may be anywhere.
    defaultValues: {
      name: businessName === undefined ? '' : FIRST_NAME,
      business_name: businessName ?? acting?.name ?? tenant.name,
      timezone: acting === null ? OWN_ZONE : '',
    },
    async onSubmit({ name, business_name, timezone }) {
      const chosen = voice_providers.find((each) => each.name === provider);
      const business = nameOf(business_name);
      const agent = await api.agents.create.mutate({
        name,
        business_name: business_name?.trim() || null,
        industry: template.industry,
        system_prompt: template.prompt(business, writeFacts(template.facts, facts)),
        greeting: template.greeting(business),
        tools_enabled: template.tools,
        timezone,
        voice_provider: provider,
        ...(chosen && voiceOf(chosen, voice)),
      });
      queryClient.setQueryData(trpc.agents.get.queryKey({ agent_id: agent.id }), agent);
      inBackground(refreshAgents(queryClient));
      await onCreated(agent);
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const [name, businessTyped] = useWatch({ control: form.control, name: ['name', 'business_name'] });
  const business = nameOf(businessTyped);
  const isTouched = isDirty || Object.values(facts).some((answer) => answer !== '');
  useUnsavedGuard(isTouched && !isSubmitting, 'The agent hasn’t been created yet.');

  return (
    <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
      <FormError message={form.problem} title="Couldn’t create the agent" />
      <Card>
        <CardHeader title="Basics" />
        <CardBody>
          <FieldGroup columns={2}>
            <Field label="Name" hint="Shown in lists." error={errors.name?.message} required>
              <Input placeholder="Ava, front desk" autoFocus {...form.register('name')} />
            </Field>
            <Field label="Business" hint="The business it answers for." error={errors.business_name?.message}>
              <Input {...form.register('business_name')} />
            </Field>
            <Controller
              control={form.control}
              name="timezone"
              render={({ field }) => (
                <Field
                  label="Time zone"
                  hint="Where the business is. The agent uses it for dates and times."
                  error={errors.timezone?.message}
                  required
                >
                  <TimeZoneSelect value={field.value} onValueChange={field.onChange} onBlur={field.onBlur} />
                </Field>
              )}
            />
          </FieldGroup>
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Prompt" description="Start from a template. You can rewrite it later." />
        <CardBody className="grid gap-5">
          <RadioCards
            aria-label="Template"
            columns={3}
            value={template.id}
            onValueChange={(id) => setTemplate(TEMPLATES.find((each) => each.id === id) ?? template)}
            options={TEMPLATES.map(({ id, label, description }) => ({ value: id, label, description }))}
          />
          <FieldGroup columns={2}>
            {template.facts.map(({ label, example }) => (
              <Field key={label} label={label}>
                <Input
                  placeholder={example}
                  maxLength={500}
                  value={facts[label] ?? ''}
                  onChange={({ currentTarget: { value } }) => setFacts((old) => ({ ...old, [label]: value }))}
                />
              </Field>
            ))}
          </FieldGroup>
          <p className="text-[13px] text-pretty text-muted">
            The agent answers from these. Leave out what you don’t want it to answer: it offers a callback instead.
          </p>
        </CardBody>
      </Card>
      <Card>
        <CardHeader title="Voice" />
        <CardBody>
          <VoiceChoice
            provider={provider}
            voice={voice}
            text={sampleText({ name, businessName: business, greeting: template.greeting(business) })}
            onChange={(nextProvider, nextVoice) => {
              setProvider(nextProvider);
              setVoice(nextVoice);
            }}
          />
        </CardBody>
        <CardFooter className="justify-end">
          {children}
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Create agent
          </Button>
        </CardFooter>
      </Card>
    </form>
  );
}

/** What the business is called in texts. */
const nameOf = (typed: string | null | undefined): string => typed?.trim() || 'our business';

/** The setting that names the voice; none leaves it to the provider. */
const voiceOf = (
  { voice_field, default_voice }: AgentOptions['voice_providers'][number],
  picked: string | null,
): Record<string, string> => {
  const voice = picked ?? default_voice;
  return voice === null ? {} : { [voice_field]: voice };
};

/** What is typed here; the rest comes from the template and the voice. */
const NewAgentFields = AgentCreate.pick({ name: true, business_name: true }).extend({
  timezone: z.string().min(1, 'Choose a time zone.'),
});
