import { LlmError, type LlmVendor } from '../contracts/index.ts';
import { MODELS, unlistedModel, type LlmModel } from './models.ts';
import { WITHDRAWN_MODELS } from './withdrawn-models.ts';

const VENDORS: readonly string[] = ['openai', 'anthropic', 'xai', 'local'] satisfies LlmVendor[];
const isVendor = (name: string): name is LlmVendor => VENDORS.includes(name);

/** What stands in for a model on a day, which is the model itself unless it is withdrawn. */
function successorOf(vendor: LlmVendor, id: string, today: string): string {
  const withdrawn = WITHDRAWN_MODELS.find((model) => model.vendor === vendor && model.id === id && model.on <= today);
  return withdrawn ? successorOf(vendor, withdrawn.successor, today) : id;
}

/** The vendor of a bare id, which is one that is or was in the catalog. */
const vendorOf = (id: string): LlmVendor | undefined =>
  [...MODELS, ...WITHDRAWN_MODELS].find((model) => model.id === id)?.vendor;

/** The model to ask for a name. @throws LlmError `model_unavailable` for one that names no vendor */
export function findModel(name: string, now: Date): LlmModel {
  const today = now.toISOString().slice(0, 10);
  const slash = name.indexOf('/');
  const prefix = name.slice(0, Math.max(0, slash));
  const id = isVendor(prefix) ? name.slice(slash + 1) : name;
  const vendor = isVendor(prefix) ? prefix : vendorOf(id);
  if (vendor === undefined || id === '') {
    throw new LlmError(
      'model_unavailable',
      `Unknown model: ${name}`,
      `Use vendor/model, with one of ${VENDORS.join(', ')}, or a model ID from the catalog.`,
    );
  }
  const current = successorOf(vendor, id, today);
  return MODELS.find((model) => model.vendor === vendor && model.id === current) ?? unlistedModel(vendor, current);
}
