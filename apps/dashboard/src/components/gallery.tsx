import { Bot, Copy, Ellipsis, Phone, Plus, Trash2, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import '../styles.css';
import { Avatar } from './ui/avatar.tsx';
import { Badge } from './ui/badge.tsx';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';
import { Card, CardBody, CardFooter, CardHeader } from './ui/card.tsx';
import { AreaTrend, BarSeries } from './ui/chart.tsx';
import { Checkbox } from './ui/checkbox.tsx';
import { CodeBlock } from './ui/code-block.tsx';
import { ColorInput } from './ui/color-input.tsx';
import { Combobox } from './ui/combobox.tsx';
import { useConfirm } from './ui/confirm-dialog.tsx';
import { CopyButton } from './ui/copy-button.tsx';
import { DataTable, type Column } from './ui/data-table.tsx';
import { DateRangePicker, type DateRange } from './ui/date-range-picker.tsx';
import { DescriptionList } from './ui/description-list.tsx';
import { Dialog } from './ui/dialog.tsx';
import { Disclosure } from './ui/disclosure.tsx';
import { EmptyState } from './ui/empty-state.tsx';
import { Field, FieldGroup } from './ui/field.tsx';
import { FileDrop } from './ui/file-drop.tsx';
import { FormActions, FormError, FormSection } from './ui/form.tsx';
import { IconButton } from './ui/icon-button.tsx';
import { Input } from './ui/input.tsx';
import { Kbd } from './ui/kbd.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from './ui/menu.tsx';
import { NumberInput } from './ui/number-input.tsx';
import { Page } from './ui/page.tsx';
import { Pagination } from './ui/pagination.tsx';
import { PasswordInput } from './ui/password-input.tsx';
import { Popover } from './ui/popover.tsx';
import { Progress } from './ui/progress.tsx';
import { RadioCards } from './ui/radio-cards.tsx';
import { SearchInput } from './ui/search-input.tsx';
import { Select } from './ui/select.tsx';
import { Sheet } from './ui/sheet.tsx';
import { SkeletonText } from './ui/skeleton.tsx';
import { Slider } from './ui/slider.tsx';
import { Sparkline } from './ui/sparkline.tsx';
import { Spinner } from './ui/spinner.tsx';
import { StatCard } from './ui/stat-card.tsx';
import { StatusDot } from './ui/status-dot.tsx';
import { Switch } from './ui/switch.tsx';
import { LinkTabs, Tabs } from './ui/tabs.tsx';
import { Textarea } from './ui/textarea.tsx';
import { Time } from './ui/time.tsx';
import { toast } from './ui/toaster.tsx';
import { UiProvider } from './ui/ui-provider.tsx';
import { formatDuration } from '#/format/duration.ts';
import { formatMoneyCents } from '#/format/money.ts';
import { formatPhone } from '#/format/phone.ts';

interface Call {
  id: string;
  who: string;
  number: string;
  state: 'done' | 'live' | 'failed';
  seconds: number | null;
  cents: number | null;
  at: number;
}
const now = Date.now();
const calls: Call[] = Array.from({ length: 24 }, (_, i) => ({
  id: `c${i}`,
  who: ['Ada Palmer', 'Ben Ortiz', 'Chidi Anagonye', 'Dora Márquez-Villanueva', 'Unknown caller'][i % 5] ?? '',
  number: `+1555${String(1234567 + i * 7919).slice(0, 7)}`,
  state: i === 0 ? 'live' : i % 7 === 3 ? 'failed' : 'done',
  seconds: i === 0 ? null : 35 + ((i * 97) % 400),
  cents: i % 7 === 3 ? null : 12.5 + i,
  at: now - i * 5_400_000,
}));
const state = { done: ['success', 'Completed'], live: ['info', 'Live'], failed: ['danger', 'Failed'] } as const;
const columns: Column<Call>[] = [
  { id: 'who', header: 'Caller', cell: (c) => c.who, sortBy: (c) => c.who },
  { id: 'number', header: 'Number', cell: (c) => <span className="tabular-nums">{formatPhone(c.number)}</span> },
  {
    id: 'state',
    header: 'Status',
    mobile: 'aside',
    cell: (c) => (
      <Badge tone={state[c.state][0]} dot>
        {state[c.state][1]}
      </Badge>
    ),
  },
  { id: 'seconds', header: 'Length', align: 'end', cell: (c) => formatDuration(c.seconds), sortBy: (c) => c.seconds },
  { id: 'cents', header: 'Cost', align: 'end', cell: (c) => formatMoneyCents(c.cents), sortBy: (c) => c.cents },
  { id: 'at', header: 'Started', cell: (c) => <Time value={c.at} />, sortBy: (c) => c.at },
  {
    id: 'actions',
    header: 'Actions',
    kind: 'actions',
    cell: (c) => (
      <Menu
        trigger={
          <IconButton label={`More for ${c.who}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Copy />}>Copy link</MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} danger>
          Delete
        </MenuItem>
      </Menu>
    ),
  },
];

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardHeader title={title} />
      <CardBody className="grid gap-4">{children}</CardBody>
    </Card>
  );
}
const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);

function Gallery() {
  const confirm = useConfirm();
  const [open, setOpen] = useState(false);
  const [sheet, setSheet] = useState(false);
  const [select, setSelect] = useState<string>('');
  const [zone, setZone] = useState<string | null>('Europe/Berlin');
  const [on, setOn] = useState(true);
  const [card, setCard] = useState<'a' | 'b' | 'c'>('a');
  const [speed, setSpeed] = useState(1.1);
  const [count, setCount] = useState<number | null>(30);
  const [color, setColor] = useState('#0b6e5f');
  const [file, setFile] = useState<File | null>(null);
  const [range, setRange] = useState<DateRange | null>(null);
  const [search, setSearch] = useState('');
  const [tab, setTab] = useState<'one' | 'two'>('one');
  const [offset, setOffset] = useState(0);
  const [mode, setMode] = useState('rows');
  const days = Array.from({ length: 30 }, (_, i) => ({
    day: `Nov ${i + 1}`,
    a: 20 + Math.round(15 * Math.sin(i / 3)) + i,
    b: 8 + ((i * 7) % 13),
  }));
  return (
    <Page
      title="Component gallery"
      titleAside={
        <Badge tone="info" dot>
          Draft
        </Badge>
      }
      description="Everything in one place, so that it can be looked at in light and dark, wide and narrow."
      breadcrumbs={[<a href="#a">Settings</a>, <a href="#b">Design</a>]}
      actions={
        <>
          <Button onClick={() => setSheet(true)}>Open panel</Button>
          <Button variant="primary" onClick={() => setOpen(true)}>
            <Plus />
            New agent
          </Button>
        </>
      }
      tabs={
        <LinkTabs label="Parts">
          <a href="#1" aria-current="page">
            Overview
          </a>
          <a href="#2">Calls</a>
          <a href="#3">Settings</a>
        </LinkTabs>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <StatCard
          label="Calls"
          value="1,284"
          delta={0.12}
          hint="vs. 30 days before"
          chart={<Sparkline label="Calls rise" values={days.map((d) => d.a)} />}
        />
        <StatCard label="Minutes" value="3,902" delta={-0.04} />
        <StatCard label="Cost" value="$482.10" delta={0.08} moreIsBetter={false} hint="this month" />
        <StatCard label="Conversion" value="" loading />
      </div>
      <Section title="Buttons">
        <Row>
          <Button variant="primary">Primary</Button>
          <Button>Secondary</Button>
          <Button variant="ghost">Ghost</Button>
          <Button variant="danger">
            <Trash2 />
            Delete
          </Button>
          <Button variant="link">Link</Button>
          <Button variant="primary" loading>
            Save changes
          </Button>
          <Button disabled>Disabled</Button>
          <Button variant="primary" disabled>
            Disabled
          </Button>
        </Row>
        <Row>
          <Button size="sm" variant="primary">
            Small
          </Button>
          <Button size="sm">Small</Button>
          <IconButton label="More">
            <Ellipsis />
          </IconButton>
          <CopyButton value="x" />
          <CopyButton value="x">Copy key</CopyButton>
          <Spinner label="Loading" />
          <Button asChild>
            <a href="#x">A link</a>
          </Button>
          <Kbd>⌘ K</Kbd>
          <Menu trigger={<Button>Menu</Button>}>
            <MenuLabel>Agent</MenuLabel>
            <MenuItem icon={<Copy />} aside="⌘D">
              Duplicate
            </MenuItem>
            <MenuItem disabled>Move</MenuItem>
            <MenuSeparator />
            <MenuRadioGroup
              label="Density"
              value={mode}
              onValueChange={setMode}
              options={[
                { value: 'rows', label: 'Rows' },
                { value: 'cards', label: 'Cards' },
              ]}
            />
            <MenuSeparator />
            <MenuItem icon={<Trash2 />} danger>
              Delete
            </MenuItem>
          </Menu>
          <Popover trigger={<Button>Popover</Button>} label="Filter">
            <Field label="Minimum length">
              <NumberInput value={count} onValueChange={setCount} unit="seconds" />
            </Field>
          </Popover>
          <Button
            onClick={() => {
              toast.success('Agent saved', { description: 'The next call uses it.' });
              toast.error('The server said no', { action: { label: 'Retry', onClick: () => undefined } });
            }}
          >
            Toast
          </Button>
          <Button
            onClick={() =>
              void confirm({
                title: 'Delete this agent?',
                body: 'Its calls stay. Numbers that lead to it ring nobody until you choose another.',
                confirmLabel: 'Delete agent',
                danger: true,
                typeToConfirm: 'Reception',
              })
            }
          >
            Confirm
          </Button>
        </Row>
      </Section>
      <Section title="Badges and states">
        <Row>
          <Badge>Neutral</Badge>
          <Badge tone="success" dot>
            Active
          </Badge>
          <Badge tone="warning" dot>
            Pending
          </Badge>
          <Badge tone="danger" dot>
            Failed
          </Badge>
          <Badge tone="info" dot>
            Live
          </Badge>
          <Badge tone="brand">Pro</Badge>
          <Badge dot>Off</Badge>
          <StatusDot tone="success" live label="Live" />
          <StatusDot tone="danger" label="Down" />
          <Avatar name="Ada Palmer" />
          <Avatar name="Acme" shape="square" size="lg" />
          <Avatar name="x" size="sm" />
        </Row>
        <div className="max-w-md">
          <Progress label="Minutes used" value={64} />
        </div>
        <div className="max-w-md">
          <Progress label="Import" value={null} tone="warning" />
        </div>
        <Banner
          title="Your trial ends in 3 days"
          action={<Button size="sm">Choose a plan</Button>}
          onDismiss={() => undefined}
        >
          Calls stop when it ends.
        </Banner>
        <Banner kind="warning" title="Twilio could not be reached" />
        <Banner kind="danger">The number was taken by someone else.</Banner>
        <Banner kind="success">Everything is set up.</Banner>
        <SkeletonText />
      </Section>
      <Section title="Fields">
        <FieldGroup columns={2}>
          <Field label="Agent name" required hint="Callers never hear it." aside="12 / 60">
            <Input defaultValue="Reception" />
          </Field>
          <Field label="E-mail" error="This is no e-mail address.">
            <Input defaultValue="ada@" />
          </Field>
          <Field label="Password">
            <PasswordInput defaultValue="secret" autoComplete="off" />
          </Field>
          <Field label="Website">
            <Input prefix="https://" placeholder="example.com" />
          </Field>
          <Field label="Voice">
            <Select
              value={select}
              onValueChange={setSelect}
              options={[
                { value: '', label: 'Default' },
                { value: 'rex', label: 'Rex', description: 'Deep, calm' },
                { value: 'eve', label: 'Eve', description: 'Bright' },
                { value: 'z', label: 'Zed', disabled: true },
              ]}
            />
          </Field>
          <Field label="Time zone">
            <Combobox
              value={zone}
              onValueChange={setZone}
              searchPlaceholder="Search zones"
              options={Intl.supportedValuesOf('timeZone')
                .slice(0, 300)
                .concat('Europe/Berlin')
                .map((z) => ({ value: z, label: z, group: z.split('/')[0] }))}
            />
          </Field>
          <Field label="Speed" hint="1.0 is as the voice was recorded.">
            <Slider
              value={speed}
              onValueChange={setSpeed}
              min={0.7}
              max={1.2}
              step={0.05}
              format={(v) => `${v.toFixed(2)}×`}
            />
          </Field>
          <Field label="Longest call">
            <NumberInput value={count} onValueChange={setCount} min={1} max={120} unit="minutes" />
          </Field>
          <Field label="Brand colour">
            <ColorInput value={color} onValueChange={setColor} />
          </Field>
          <Field label="Disabled">
            <Input disabled defaultValue="Cannot be changed" />
          </Field>
          <Field label="Greeting" className="sm:col-span-2">
            <Textarea defaultValue="Thank you for calling Acme. How can I help?" />
          </Field>
          <Field label="Logo" className="sm:col-span-2">
            <FileDrop file={file} onFileChange={setFile} accept="image/*" maxSize={2e6} text="PNG or SVG, up to 2 MB" />
          </Field>
          <Field label="Who speaks first" className="sm:col-span-2">
            <RadioCards
              columns={3}
              value={card}
              onValueChange={setCard}
              options={[
                {
                  value: 'a',
                  label: 'The agent',
                  description: 'Greets the caller at once.',
                  icon: <Bot />,
                  aside: <Badge tone="brand">Usual</Badge>,
                },
                { value: 'b', label: 'The caller', description: 'The agent waits.', icon: <Phone /> },
                { value: 'c', label: 'Nobody', disabled: true },
              ]}
            />
          </Field>
        </FieldGroup>
        <div className="grid max-w-md gap-4">
          <Switch
            label="Record calls"
            description="Callers hear that they are recorded."
            checked={on}
            onCheckedChange={setOn}
          />
          <Switch label="Disabled" checked={false} disabled onCheckedChange={setOn} />
          <Checkbox label="I have read the terms" description="They are short." checked={on} onCheckedChange={setOn} />
          <Checkbox label="Some" checked="indeterminate" onCheckedChange={setOn} />
          <Checkbox label="Must be ticked" checked={false} error="Please agree first." onCheckedChange={setOn} />
        </div>
      </Section>
      <DataTable
        label="Calls"
        columns={columns}
        rows={calls}
        rowId={(c) => c.id}
        rowLink={(c, link) => <a href={`#${c.id}`} {...link} />}
        toolbar={
          <Row>
            <SearchInput label="Search calls" value={search} onValueChange={setSearch} />
            <DateRangePicker value={range} onValueChange={setRange} />
            <Button variant="ghost">
              <X />
              Clear
            </Button>
          </Row>
        }
        footer={
          <Pagination
            offset={offset}
            limit={25}
            total={1284}
            onOffsetChange={setOffset}
            onLimitChange={() => undefined}
          />
        }
      />
      <div className="grid gap-4 lg:grid-cols-3">
        <DataTable
          label="Loading"
          columns={columns.slice(0, 3)}
          rows={undefined}
          rowId={(c) => c.id}
          skeletonRows={4}
        />
        <DataTable
          label="Empty"
          columns={columns}
          rows={[]}
          rowId={(c) => c.id}
          empty={
            <EmptyState
              icon={<Phone />}
              title="No calls yet"
              text="Calls appear here as soon as a number leads to an agent."
              action={<Button variant="primary">Import a number</Button>}
            />
          }
        />
        <DataTable
          label="Broken"
          columns={columns}
          rows={[]}
          rowId={(c) => c.id}
          error="The server could not be reached."
          onRetry={() => undefined}
        />
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Section title="Trend">
          <AreaTrend
            label="Calls a day"
            data={days}
            x={(d) => d.day}
            series={[
              { id: 'a', name: 'Calls', value: (d) => d.a },
              { id: 'b', name: 'Bookings', value: (d) => d.b },
            ]}
          />
        </Section>
        <Section title="Bars">
          <BarSeries
            stacked
            label="Cost a day"
            data={days.slice(0, 12)}
            x={(d) => d.day}
            series={[
              { id: 'a', name: 'Voice', value: (d) => d.a },
              { id: 'b', name: 'Telephony', value: (d) => d.b },
            ]}
            format={(v) => formatMoneyCents(v * 100)}
          />
        </Section>
      </div>
      <Card>
        <CardHeader
          title="Call details"
          description="What is known about it"
          actions={<Button size="sm">Edit</Button>}
        />
        <CardBody className="grid gap-6">
          <DescriptionList
            layout="columns"
            items={[
              { label: 'Caller', value: 'Ada Palmer' },
              { label: 'Number', value: formatPhone('+442079460958') },
              { label: 'Length', value: '3:12' },
              { label: 'Cost', value: null },
            ]}
          />
          <DescriptionList
            items={[
              { label: 'Started', value: <Time value={now - 86_400_000 * 40} /> },
              { label: 'Agent', value: 'Reception' },
              { label: 'Note', value: '' },
            ]}
          />
          <CodeBlock
            label="Request body"
            code={JSON.stringify(
              { event: 'call.completed', data: { id: 'call_123', transcript: 'a long line '.repeat(20) } },
              null,
              2,
            )}
          />
          <Tabs
            label="Parts"
            value={tab}
            onValueChange={setTab}
            tabs={[
              { value: 'one', label: 'Transcript', aside: '24', content: 'What was said' },
              { value: 'two', label: 'Costs', content: 'What it cost' },
            ]}
          />
          <div>
            <Disclosure title="Advanced" aside="3 changed">
              More settings
            </Disclosure>
            <Disclosure title="Tools" defaultOpen>
              Which it may use
            </Disclosure>
          </div>
        </CardBody>
        <CardFooter>
          Updated 5 min ago <Button size="sm">Refresh</Button>
        </CardFooter>
      </Card>
      <form>
        <FormError message="Two fields need another look." />
        <FormSection title="Voice" description="How the agent sounds.">
          <Field label="Name">
            <Input defaultValue="Reception" />
          </Field>
          <Field label="Language">
            <Input defaultValue="English" />
          </Field>
        </FormSection>
        <FormSection title="Behaviour" description="What it does when callers are silent, and how it says goodbye.">
          <Field label="Name">
            <Input />
          </Field>
        </FormSection>
        <FormActions dirty onReset={() => undefined} />
      </form>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="New agent"
        description="Choose a name; all else can be changed later."
        onSubmit={() => setOpen(false)}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="primary">
              Create agent
            </Button>
          </>
        }
      >
        <FieldGroup>
          <Field label="Name" required>
            <Input />
          </Field>
          <Field label="Kind">
            <Select
              value={select}
              onValueChange={setSelect}
              options={[
                { value: 'a', label: 'Reception' },
                { value: 'b', label: 'Sales' },
              ]}
            />
          </Field>
        </FieldGroup>
      </Dialog>
      <Sheet
        open={sheet}
        onOpenChange={setSheet}
        title="Call with Ada Palmer"
        description="Yesterday, 3:12"
        footer={<Button>Open call</Button>}
      >
        <DescriptionList items={[{ label: 'Caller', value: 'Ada Palmer' }]} />
      </Sheet>
    </Page>
  );
}

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <UiProvider>
      <main>
        <Gallery />
      </main>
    </UiProvider>,
  );
