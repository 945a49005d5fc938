import { scopeOf, type SearchIndex } from '../../search/search-index.ts';
import type { ModelRequest } from '../model-request.ts';
import type { ResponsesBody } from './responses-schema.ts';

/** What the model finds goes to what it was asked, as if it had been handed over with it. */
export function searchForTurn(request: ModelRequest, body: ResponsesBody, index: SearchIndex): void {
  const scope = scopeOf(body.tools ?? []);
  const asked = request.turns.findLast((turn) => turn.kind === 'heard');
  if (!scope || !asked) return;
  for (const text of index.find(asked.text, scope)) asked.text += `\n<document>${text}</document>`;
}
