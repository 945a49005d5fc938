import { z } from 'zod';

const text = z.string();
const InputText = z.strictObject({ type: z.literal('input_text'), text });
const InputImage = z.looseObject({ type: z.literal(['input_image', 'input_file']) });

const Item = z.union([
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.enum(['system', 'developer', 'user']),
    content: z.union([text, z.array(z.union([InputText, InputImage])).min(1)]),
  }),
  z.strictObject({
    type: z.literal('message').optional(),
    role: z.literal('assistant'),
    content: z.union([text, z.array(z.looseObject({ type: z.literal('output_text'), text }))]),
    id: z.string().optional(),
    status: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('function_call'),
    id: z.string().optional(),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
    status: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: z.union([text, z.array(InputText)]),
  }),
  z.looseObject({ type: z.literal('reasoning'), id: z.string() }),
]);

const Tool = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('function'),
    name: z.string().min(1),
    description: z.string().optional(),
    parameters: z.looseObject({ type: z.literal('object') }),
    strict: z.boolean().nullish(),
  }),
  z.strictObject({
    type: z.literal('web_search'),
    allowed_domains: z.array(z.string()).max(5).optional(),
    excluded_domains: z.array(z.string()).max(5).optional(),
    enable_image_search: z.boolean().optional(),
    enable_image_understanding: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('x_search'),
    allowed_x_handles: z
      .array(z.string().regex(/^\w{1,15}$/))
      .max(10)
      .optional(),
    excluded_x_handles: z.array(z.string()).max(10).optional(),
    from_date: z.iso.date().optional(),
    to_date: z.iso.date().optional(),
    enable_image_understanding: z.boolean().optional(),
    enable_video_understanding: z.boolean().optional(),
  }),
  z.looseObject({ type: z.literal(['file_search', 'code_interpreter', 'mcp']) }),
]);

const Format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(['text', 'json_object']) }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string().min(1),
    description: z.string().optional(),
    strict: z.boolean().nullish(),
    schema: z.record(z.string(), z.unknown()),
  }),
]);

/** The body of `POST /v1/responses`. */
export const ResponsesBody = z.strictObject({
  model: z.string(),
  input: z.union([text, z.array(Item).min(1)]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  store: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  tools: z.array(Tool).nullish(),
  tool_choice: z
    .union([z.enum(['auto', 'none', 'required']), z.strictObject({ type: z.literal('function'), name: z.string() })])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  text: z.strictObject({ format: Format.optional() }).nullish(),
  include: z.array(z.string()).nullish(),
  reasoning: z.looseObject({ effort: z.enum(['none', 'low', 'medium', 'high']).nullish() }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  user: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
});
export type ResponsesBody = z.output<typeof ResponsesBody>;
