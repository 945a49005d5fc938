import { z } from 'zod';

export const SubAccountFunctionInfo = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'The name the model uses, in snake_case' }),
    description: z.string(),
    webhook_url: z.string(),
    webhook_method: z.string(),
    created_at: z.string(),
    sub_account_id: z.string().meta({ description: 'The sub-account the function belongs to' }),
    sub_account_name: z.string(),
  })
  .meta({ id: 'SubAccountFunctionInfo' });
export type SubAccountFunctionInfo = z.output<typeof SubAccountFunctionInfo>;

export const AllSubAccountFunctionsResponse = z
  .object({ functions: z.array(SubAccountFunctionInfo), total: z.int() })
  .meta({ id: 'AllSubAccountFunctionsResponse' });
