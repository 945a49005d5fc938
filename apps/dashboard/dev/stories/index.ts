import type { Story } from '../story.tsx';
import { chartStories } from './charts.tsx';
import { fieldStories } from './fields.tsx';
import { feedbackStories } from './feedback.tsx';
import { formStories } from './forms.tsx';
import { listStories } from './lists.tsx';
import { overlayStories } from './overlays.tsx';
import { pressingStories } from './pressing.tsx';

/** What the rail shows. */
export const GROUPS: readonly { title: string; stories: readonly Story[] }[] = [
  { title: 'Actions', stories: pressingStories },
  { title: 'Fields', stories: fieldStories },
  { title: 'Forms', stories: formStories },
  { title: 'Overlays', stories: overlayStories },
  { title: 'Lists', stories: listStories },
  { title: 'Feedback', stories: feedbackStories },
  { title: 'Charts', stories: chartStories },
];
