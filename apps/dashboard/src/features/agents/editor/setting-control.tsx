import { lazy, Suspense, type ReactElement } from 'react';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { CardsControl, ChoiceControl } from './controls/choice-control.tsx';
import { FallbacksControl } from './controls/fallbacks-control.tsx';
import { NumberControl } from './controls/number-control.tsx';
import { PipelinesControl } from './controls/pipelines-control.tsx';
import { PromptControl } from './controls/prompt-control.tsx';
import { ProseControl } from './controls/prose-control.tsx';
import { ProviderControl } from './controls/provider-control.tsx';
import { RowsControl } from './controls/rows-control.tsx';
import { SliderControl } from './controls/slider-control.tsx';
import { SwitchControl } from './controls/switch-control.tsx';
import { TextControl } from './controls/text-control.tsx';
import { TimeZoneControl } from './controls/time-zone-control.tsx';
import { ToolsControl } from './controls/tools-control.tsx';
import { WordsControl } from './controls/words-control.tsx';
import type { SettingDefinition } from './setting-definition.ts';

// Voices, and what plays them, come with their tab.
const VoiceControl = lazy(async () => ({ default: (await import('./controls/voice-control.tsx')).VoiceControl }));

/** The control that a setting's definition asks for. */
export function SettingControl({ definition }: { definition: SettingDefinition }): ReactElement {
  const { control } = definition;
  switch (control.kind) {
    case 'text':
      return <TextControl definition={definition} control={control} />;
    case 'prose':
      return <ProseControl definition={definition} control={control} />;
    case 'prompt':
      return <PromptControl definition={definition} control={control} />;
    case 'number':
      return <NumberControl definition={definition} control={control} />;
    case 'slider':
      return <SliderControl definition={definition} control={control} />;
    case 'switch':
      return <SwitchControl definition={definition} />;
    case 'choice':
      return <ChoiceControl definition={definition} control={control} />;
    case 'cards':
      return <CardsControl definition={definition} control={control} />;
    case 'words':
      return <WordsControl definition={definition} control={control} />;
    case 'rows':
      return <RowsControl definition={definition} control={control} />;
    case 'time zone':
      return <TimeZoneControl definition={definition} />;
    case 'provider':
      return <ProviderControl definition={definition} />;
    case 'fallbacks':
      return <FallbacksControl definition={definition} />;
    case 'voice':
      return (
        <Suspense fallback={<Skeleton className="h-16" />}>
          <VoiceControl definition={definition} />
        </Suspense>
      );
    case 'tools':
      return <ToolsControl definition={definition} />;
    case 'pipelines':
      return <PipelinesControl definition={definition} />;
  }
}
