import { Building2, User } from 'lucide-react';
import { useState } from 'react';
import { Checkbox } from '#/components/ui/checkbox.tsx';
import { ColorInput } from '#/components/ui/color-input.tsx';
import { Combobox } from '#/components/ui/combobox.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FileDrop } from '#/components/ui/file-drop.tsx';
import { Input } from '#/components/ui/input.tsx';
import { NumberInput } from '#/components/ui/number-input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { Select } from '#/components/ui/select.tsx';
import { Slider } from '#/components/ui/slider.tsx';
import { Switch } from '#/components/ui/switch.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import { TimeZoneSelect } from '#/components/ui/time-zone-select.tsx';
import { Sample, type Story } from '../story.tsx';
import { LONG_NAME } from './content.ts';

function TextFields() {
  const [price, setPrice] = useState<number | null>(0.2);
  const [query, setQuery] = useState('');
  return (
    <>
      <Sample title="Filled, with hint">
        <FieldGroup columns={2}>
          <Field label="Name" hint="Callers hear it in the greeting." required>
            <Input defaultValue="Ava" />
          </Field>
          <Field label="Website">
            <Input prefix="https://" defaultValue="brightsmile.example" />
          </Field>
          <Field label="Price" aside="Per minute">
            <NumberInput value={price} onValueChange={setPrice} digits={2} step={0.01} min={0} unit="USD" />
          </Field>
          <Field label="Password">
            <PasswordInput defaultValue="correct horse" autoComplete="off" />
          </Field>
          <Field label="Search">
            <SearchInput label="Search calls" value={query} onValueChange={setQuery} />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="Error">
        <Field label="Slug" error="This slug is taken" hint="Lowercase letters, digits, and dashes.">
          <Input defaultValue="bright-smile" />
        </Field>
      </Sample>
      <Sample title="Long content">
        <FieldGroup columns={2}>
          <Field label={LONG_NAME} aside="42 / 500">
            <Input defaultValue={`${LONG_NAME} ${LONG_NAME}`} />
          </Field>
          <Field label="Notes">
            <Textarea defaultValue={Array.from({ length: 4 }, () => LONG_NAME).join('\n')} />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="Disabled">
        <FieldGroup columns={2}>
          <Field label="Name">
            <Input defaultValue="Ava" disabled />
          </Field>
          <Field label="Notes">
            <Textarea defaultValue="Call before noon." disabled />
          </Field>
        </FieldGroup>
      </Sample>
    </>
  );
}

const PLANS = [
  { value: 'trial', label: 'Trial', description: '30 minutes, free' },
  { value: 'growth', label: 'Growth', description: '1,000 minutes a month' },
  { value: 'scale', label: LONG_NAME, disabled: true },
];

const VOICES = ['Cedar', 'Marin', 'Sage', 'Verse', 'Coral', 'Ballad'].map((label, index) => ({
  value: label,
  label,
  group: index < 3 ? 'OpenAI' : 'ElevenLabs',
}));

function ChoiceFields() {
  const [plan, setPlan] = useState('growth');
  const [voice, setVoice] = useState('Cedar');
  const [zone, setZone] = useState('America/New_York');
  const [kind, setKind] = useState('business');
  return (
    <>
      <Sample title="One of a few, one of many">
        <FieldGroup columns={3}>
          <Field label="Plan">
            <Select options={PLANS} value={plan} onValueChange={setPlan} />
          </Field>
          <Field label="Voice">
            <Combobox options={VOICES} value={voice} onValueChange={setVoice} />
          </Field>
          <Field label="Time zone">
            <TimeZoneSelect value={zone} onValueChange={setZone} />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="Cards">
        <RadioCards
          aria-label="Account type"
          columns={2}
          value={kind}
          onValueChange={setKind}
          options={[
            { value: 'business', label: 'Business', description: 'Agents for your own calls.', icon: <User /> },
            { value: 'agency', label: 'Agency', description: 'Agents for your clients.', icon: <Building2 /> },
          ]}
        />
      </Sample>
      <Sample title="Empty and error">
        <FieldGroup columns={2}>
          <Field label="Plan" error="Choose a plan">
            <Select options={PLANS} value={null} onValueChange={setPlan} placeholder="Choose…" />
          </Field>
          <Field label="Voice">
            <Combobox options={[]} value={null} onValueChange={setVoice} placeholder="No voices available" />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="Disabled">
        <FieldGroup columns={2}>
          <Field label="Plan">
            <Select options={PLANS} value="growth" onValueChange={setPlan} disabled />
          </Field>
          <Field label="Voice">
            <Combobox options={VOICES} value="Cedar" onValueChange={setVoice} disabled />
          </Field>
        </FieldGroup>
      </Sample>
    </>
  );
}

function OtherFields() {
  const [on, setOn] = useState(true);
  const [agreed, setAgreed] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [color, setColor] = useState('#0b6e5f');
  const [file, setFile] = useState<File | null>(null);
  return (
    <>
      <Sample title="Yes or no" className="grid gap-4">
        <Switch
          label="Record calls"
          description="Callers hear that the call is recorded."
          checked={on}
          onCheckedChange={setOn}
        />
        <Checkbox
          label="I have read the terms"
          description="They cover recording and consent."
          checked={agreed}
          onCheckedChange={setAgreed}
        />
        <Checkbox label="Some of the clients" checked="indeterminate" onCheckedChange={setAgreed} />
        <Checkbox label="Required" checked={agreed} onCheckedChange={setAgreed} error="Accept the terms to continue" />
      </Sample>
      <Sample title="Feel and color">
        <FieldGroup columns={2}>
          <Field label="Speaking speed">
            <Slider
              value={speed}
              onValueChange={setSpeed}
              min={0.5}
              max={2}
              step={0.1}
              format={(value) => `${value.toFixed(1)}×`}
            />
          </Field>
          <Field label="Brand color">
            <ColorInput value={color} onValueChange={setColor} />
          </Field>
        </FieldGroup>
      </Sample>
      <Sample title="A file">
        <Field label="Logo">
          <FileDrop file={file} onFileChange={setFile} accept="image/png" text="PNG, up to 2 MB" maxSize={2_000_000} />
        </Field>
      </Sample>
      <Sample title="Disabled" className="grid gap-4">
        <Switch label="Record calls" checked={false} onCheckedChange={setOn} disabled />
        <Checkbox label="I have read the terms" checked onCheckedChange={setAgreed} disabled />
        <Slider aria-label="Speaking speed" value={1} onValueChange={setSpeed} min={0} max={2} step={0.1} disabled />
      </Sample>
    </>
  );
}

export const fieldStories: Story[] = [
  {
    id: 'text-fields',
    title: 'Text fields',
    description: 'A label, a control, its hint and error.',
    Component: TextFields,
  },
  {
    id: 'choices',
    title: 'Choices',
    description: 'One of a few, one of many, or one of cards.',
    Component: ChoiceFields,
  },
  {
    id: 'other-fields',
    title: 'Switches and more',
    description: 'Switches, checkboxes, sliders, colors, files.',
    Component: OtherFields,
  },
];
