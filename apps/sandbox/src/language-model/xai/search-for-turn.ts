import type { Scope, SearchIndex } from '../../search/search-index.ts';
import type { ModelRequest } from '../model-request.ts';
import type { ResponsesBody } from './responses-schema.ts';

/** Where the tools of a request let the model look; null: nowhere. */
function scopeOf({ tools }: ResponsesBody): Scope | null {
  const scope: Scope = { web: false, x: null };
  for (const tool of tools ?? []) {
    if (tool.type === 'web_search') scope.web = true;
    if (tool.type === 'x_search') scope.x = { handles: tool.allowed_x_handles ?? [] };
  }
  return scope.web || scope.x ? scope : null;
}

/** What the model finds goes to what it was asked, as if it had been handed over with it. */
export function searchForTurn(request: ModelRequest, body: ResponsesBody, index: SearchIndex): void {
  const scope = scopeOf(body);
  const asked = request.turns.findLast((turn) => turn.kind === 'heard');
  if (!scope || !asked) return;
  for (const { text } of index.find(asked.text, scope)) asked.text += `\n<document>${text}</document>`;
}
