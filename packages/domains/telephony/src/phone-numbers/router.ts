import { adminProcedure, agencyAdminProcedure, agencyProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { z } from 'zod';
import { assignPhoneNumber } from './assign-phone-number.ts';
import { deletePhoneNumber } from './delete-phone-number.ts';
import { getPhoneNumber } from './get-phone-number.ts';
import { importPhoneNumbers } from './import-phone-numbers.ts';
import { listAssignableNumbers } from './list-assignable-numbers.ts';
import { listPhoneNumbers } from './list-phone-numbers.ts';
import { listTwilioNumbers } from './list-twilio-numbers.ts';
import {
  AssignPhoneNumberRequest,
  ImportNumbersRequest,
  ListPhoneNumbersInput,
  PhoneNumberDeletion,
  PhoneNumberIdInput,
  PhoneNumberListResponse,
  PhoneNumberResponse,
  PhoneNumberUpdate,
  TwilioNumberList,
} from './schemas.ts';
import { PhoneNumberPage, SearchPhoneNumbersInput } from './search-schemas.ts';
import { searchPhoneNumbers } from './search-phone-numbers.ts';
import { updatePhoneNumber } from './update-phone-number.ts';

const tag = 'Phone Numbers';

const example: PhoneNumberResponse = {
  id: '019ac2f2-33cc-7f5e-a061-7c8d9e0f1a2b',
  tenant_id: '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f',
  twilio_sid: 'PN0123456789abcdef0123456789abcdef',
  phone_number: '+14155550100',
  friendly_name: 'Main line',
  agent_id: '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a',
  is_active: true,
  monthly_cost_cents: 115,
  created_at: '2026-11-24T15:00:00.000Z',
  sub_account_name: null,
  sub_account_id: null,
  voice_capable: true,
  sms_capable: true,
  mms_capable: true,
  source: 'twilio',
  a2p_campaign_id: null,
  a2p_status: 'unknown',
  a2p_verified_at: null,
  a2p_last_checked: null,
  messaging_enabled: false,
  a2p_metadata: null,
};

export const phoneNumbersRouter = router({
  list: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/phone-numbers',
        tag,
        summary: 'List phone numbers',
        description:
          'The numbers the account owns, or, for a sub-account, the numbers it uses, newest first. Agencies can filter by ' +
          'sub-account.',
        example: { response: { phone_numbers: [example], total: 1 } },
      }),
    )
    .input(ListPhoneNumbersInput)
    .output(PhoneNumberListResponse)
    .query(({ ctx, input }) => listPhoneNumbers(ctx.tenantContext, input)),

  search: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/phone-numbers/search',
        tag,
        summary: 'Search phone numbers',
        description: 'A page of the numbers the account owns, or, for a sub-account, the numbers it uses.',
        example: {
          request: { search: '415', sort: 'number', desc: false, limit: 25, offset: 0 },
          response: { phone_numbers: [{ ...example, agent_name: 'Front desk' }], total: 1 },
        },
      }),
    )
    .input(SearchPhoneNumbersInput)
    .output(PhoneNumberPage)
    .query(({ ctx, input }) => searchPhoneNumbers(ctx.tenantContext, input)),

  listTwilio: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/phone-numbers/twilio/list',
        tag,
        summary: 'List numbers of the Twilio account',
        description:
          'All numbers of the connected Twilio account, fetched live from Twilio: whether each is imported, can be ' +
          'imported, or is unavailable, and what has been changed at Twilio since its import. Sub-accounts see their own ' +
          'Twilio account, or one assigned by the agency, without the numbers other accounts use. They never see the agency ' +
          'account that carries their calls. Returns 400 if there is no account to list.',
        example: {
          response: {
            numbers: [
              {
                sid: example.twilio_sid,
                phone_number: example.phone_number,
                friendly_name: 'Main line',
                capabilities: { voice: true, sms: true, mms: true },
                status: 'imported',
                phone_number_id: example.id,
                problems: ['Its calls go to a different URL.'],
              },
            ],
            total: 1,
          },
        },
        errors: [400, 502],
      }),
    )
    .output(TwilioNumberList)
    .query(({ ctx }) => listTwilioNumbers(ctx.tenantContext)),

  listAssignable: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/phone-numbers/available-for-assignment',
        tag,
        summary: 'List unassigned numbers',
        description: 'The agency’s own numbers that are not assigned to a sub-account, newest first. Agencies only.',
        example: { response: { phone_numbers: [example], total: 1 } },
      }),
    )
    .output(PhoneNumberListResponse)
    .query(({ ctx }) => listAssignableNumbers(ctx.tenantContext)),

  assign: agencyAdminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/phone-numbers/{phone_number_id}/assign',
        bodyRequired: true,
        tag,
        summary: 'Assign a number to a sub-account',
        description:
          'Assigns one of the agency’s numbers to a sub-account. Null unassigns it. The number loses its agent when its ' +
          'user changes, because agents belong to the account that uses the number. Agencies only.',
        example: {
          request: { phone_number_id: example.id, sub_account_id: '019ac2f5-55ee-7b70-8283-9e0f1a2b3c4d' },
          response: {
            ...example,
            agent_id: null,
            sub_account_id: '019ac2f5-55ee-7b70-8283-9e0f1a2b3c4d',
            sub_account_name: 'Branch',
          },
        },
      }),
    )
    .input(PhoneNumberIdInput)
    .input(AssignPhoneNumberRequest)
    .output(PhoneNumberResponse)
    .mutation(({ ctx, input }) =>
      assignPhoneNumber(ctx.tenantContext, input.phone_number_id, input.sub_account_id ?? null),
    ),

  import: adminProcedure
    .meta(
      op({
        method: 'POST',
        path: '/phone-numbers/import',
        // Twilio takes the same settings again, and a number that is imported stays imported.
        idempotent: 'repeatable',
        tag,
        summary: 'Import numbers from Twilio',
        description:
          'Imports up to ten numbers from the connected Twilio account and sets their webhooks for calls and call status. ' +
          'Webhooks for texts stay unchanged. TwiML apps and fallback URLs for calls, which would take precedence, are ' +
          'removed from the number. Numbers in an Elastic SIP trunk are rejected until they are removed from it. Numbers ' +
          'are imported independently: if one fails, the others stay imported and the error lists both. Returns 409 if ' +
          'another account has imported a number. Importing a number again resets its webhooks. Sub-accounts import from ' +
          'their own Twilio account or one assigned by the agency; without either, the agency assigns them numbers.',
        example: { request: { phone_number_sids: [example.twilio_sid] }, response: [example] },
        errors: [400, 404, 409, 502],
      }),
    )
    .input(ImportNumbersRequest)
    .output(z.array(PhoneNumberResponse))
    .mutation(({ ctx, input }) => importPhoneNumbers(ctx.tenantContext, input.phone_number_sids)),

  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/phone-numbers/{phone_number_id}',
        tag,
        summary: 'Get a phone number',
        description: 'A number the account owns or uses.',
        example: { request: { phone_number_id: example.id }, response: example },
      }),
    )
    .input(PhoneNumberIdInput)
    .output(PhoneNumberResponse)
    .query(({ ctx, input }) => getPhoneNumber(ctx.tenantContext, input.phone_number_id)),

  update: adminProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/phone-numbers/{phone_number_id}',
        bodyRequired: true,
        tag,
        summary: 'Update a phone number',
        description:
          'Sets the agent that answers a number, or renames the number. The agent must belong to the account that uses the ' +
          'number. Omitted fields stay unchanged; null removes the agent or the name.',
        example: {
          request: { phone_number_id: example.id, agent_id: example.agent_id, friendly_name: 'Main line' },
          response: example,
        },
      }),
    )
    .input(PhoneNumberIdInput)
    .input(PhoneNumberUpdate)
    .output(PhoneNumberResponse)
    .mutation(({ ctx, input: { phone_number_id, ...changes } }) =>
      updatePhoneNumber(ctx.tenantContext, phone_number_id, changes),
    ),

  delete: adminProcedure
    .meta(
      op({
        method: 'DELETE',
        path: '/phone-numbers/{phone_number_id}',
        whenInactive: 'agency',
        tag,
        summary: 'Delete a phone number',
        description:
          'Removes a number from this service only. It stays in your Twilio account, where it continues to be billed, and ' +
          'you can import it again. Its calls stay in the call log. Its Twilio settings don’t change: until you point the ' +
          'number elsewhere, callers hear that it is not in service. The TwiML app or URL it had before the import is not ' +
          'restored.',
        example: { request: { phone_number_id: example.id }, response: { success: true } },
      }),
    )
    .input(PhoneNumberIdInput)
    .output(PhoneNumberDeletion)
    .mutation(({ ctx, input }) => deletePhoneNumber(ctx.tenantContext, input.phone_number_id)),
});
