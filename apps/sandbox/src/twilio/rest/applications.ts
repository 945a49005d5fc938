import type { TwimlApplication } from '../model.ts';
import { newSid } from '../sids.ts';
import type { TwilioStore } from '../store.ts';
import { addressSettings } from './addresses-form.ts';
import { field } from './form.ts';
import { owned, type RestHandler } from './handler.ts';
import { page } from './pages.ts';
import { applicationBody } from './representations.ts';

export const listApplications =
  (store: TwilioStore): RestHandler =>
  (request) => {
    const own = [...store.applications.values()].filter(({ accountSid }) => accountSid === request.account.sid);
    return page(request, 'applications', own.map(applicationBody));
  };

export const fetchApplication =
  (store: TwilioStore): RestHandler =>
  (request) => ({ status: 200, body: applicationBody(owned(store.applications, request)) });

export const createApplication =
  (store: TwilioStore): RestHandler =>
  ({ account, form }) => {
    const now = new Date().toISOString();
    const application: TwimlApplication = {
      sid: newSid('AP'),
      accountSid: account.sid,
      friendlyName: field(form, 'FriendlyName') ?? '',
      voiceUrl: null,
      voiceMethod: 'POST',
      voiceFallbackUrl: null,
      voiceFallbackMethod: 'POST',
      statusCallback: null,
      statusCallbackMethod: 'POST',
      smsUrl: null,
      smsMethod: 'POST',
      smsFallbackUrl: null,
      smsFallbackMethod: 'POST',
      createdAt: now,
      updatedAt: now,
      ...addressSettings(form),
    };
    store.applications.set(application.sid, application);
    return { status: 201, body: applicationBody(application) };
  };

export const deleteApplication =
  (store: TwilioStore): RestHandler =>
  (request) => {
    store.applications.delete(owned(store.applications, request).sid);
    return { status: 204 };
  };
