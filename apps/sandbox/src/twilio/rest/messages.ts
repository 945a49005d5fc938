import { sendMessage } from '../messages/send-message.ts';
import type { TwilioService } from '../service.ts';
import { field, fieldList, urlField } from './form.ts';
import { owned, type RestHandler } from './handler.ts';
import { page } from './pages.ts';
import { messageBody } from './representations.ts';

export const createMessage =
  (service: TwilioService): RestHandler =>
  ({ account, form }) => {
    const message = sendMessage(service, account, {
      to: field(form, 'To'),
      from: field(form, 'From'),
      body: field(form, 'Body'),
      mediaUrls: fieldList(form, 'MediaUrl'),
      statusCallback: urlField(form, 'StatusCallback') ?? null,
      direction: 'outbound-api',
    });
    return { status: 201, body: messageBody(message) };
  };

export const listMessages =
  ({ store }: TwilioService): RestHandler =>
  (request) => {
    const wanted = (name: string, value: string): boolean => (request.query.get(name) ?? value) === value;
    const messages = [...store.messages.values()].filter(
      (message) =>
        message.accountSid === request.account.sid && wanted('To', message.to) && wanted('From', message.from),
    );
    return page(request, 'messages', messages.toReversed().map(messageBody));
  };

export const fetchMessage =
  ({ store }: TwilioService): RestHandler =>
  (request) => ({ status: 200, body: messageBody(owned(store.messages, request)) });
