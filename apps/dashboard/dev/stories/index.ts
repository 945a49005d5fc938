import { promptStories } from './prompts.tsx';
import { workStories } from './work.tsx';
import type { Story } from '../story.tsx';
import { chartStories } from './charts.tsx';
import { dateStories } from './dates.tsx';
import { fieldStories } from './fields.tsx';
import { feedbackStories } from './feedback.tsx';
import { formStories } from './forms.tsx';
import { layoutStories } from './layouts.tsx';
import { listStories } from './lists.tsx';
import { overlayStories } from './overlays.tsx';
import { pictureStories } from './pictures.tsx';
import { pressingStories } from './pressing.tsx';

/** What the rail shows. */
export const GROUPS: readonly { title: string; stories: readonly Story[] }[] = [
  { title: 'Actions', stories: pressingStories },
  { title: 'Fields', stories: [...fieldStories, ...dateStories] },
  { title: 'Forms', stories: [...formStories, ...promptStories] },
  { title: 'Overlays', stories: overlayStories },
  { title: 'Lists', stories: listStories },
  { title: 'Feedback', stories: [...feedbackStories, ...pictureStories] },
  { title: 'Work', stories: [...workStories, ...layoutStories] },
  { title: 'Charts', stories: chartStories },
];
