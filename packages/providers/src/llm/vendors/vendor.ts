import type { FinishReason, LanguageModel, ModelMessage, ToolSet } from 'ai';
import type { LlmSearch } from '../../contracts/index.ts';

type ProviderOptions = NonNullable<ModelMessage['providerOptions']>;

/** How to reach a vendor. */
export interface Connection {
  /** Base address, without a slash at its end. */
  url: string;
  /** '' where none is needed. */
  apiKey: string;
  fetch: typeof fetch;
}

/** What is particular to a vendor. */
export interface VendorAdapter {
  /** As people write it. */
  label: string;
  /** The variable that holds the platform's key; null: none is needed. */
  keyVariable: string | null;
  open(connection: Connection, modelId: string): Exclude<LanguageModel, string>;
  /** Said with every request. */
  options?: ProviderOptions;
  /** Said with a request for a value of a schema. */
  valueOptions?(schema: Record<string, unknown>): ProviderOptions;
  /** The tools with which its models search by themselves; absent: they do not. */
  searchTools?(search: LlmSearch): ToolSet;
  /** How an answer ended, by its body, where the SDK does not read it; undefined: as the SDK says. */
  endOf?(body: unknown): FinishReason | undefined;
  /** What the vendor says that an answer cost, in dollars; undefined where it does not. */
  statedCost?(providerMetadata: ProviderOptions | undefined): number | undefined;
}
