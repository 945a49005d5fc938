import { toE164 } from '@leadlock/core/phone';
import type { PhoneNumber } from '../model.ts';
import { nationalFormat, newNumber } from '../new-records.ts';
import type { TwilioStore } from '../store.ts';
import { TwilioError } from '../twilio-error.ts';
import { addressSettings } from './addresses-form.ts';
import { field, type Form } from './form.ts';
import { owned, type RestHandler } from './handler.ts';
import { page } from './pages.ts';
import { numberBody } from './representations.ts';

export const listNumbers =
  (store: TwilioStore): RestHandler =>
  (request) => {
    const phoneNumber = request.query.get('PhoneNumber');
    const friendlyName = request.query.get('FriendlyName');
    const numbers = [...store.numbers.values()].filter(
      (number) =>
        number.accountSid === request.account.sid &&
        (phoneNumber === null || number.phoneNumber.includes(phoneNumber.replaceAll('*', ''))) &&
        (friendlyName === null || number.friendlyName === friendlyName),
    );
    return page(request, 'incoming_phone_numbers', numbers.map(numberBody));
  };

export const fetchNumber =
  (store: TwilioStore): RestHandler =>
  (request) => ({ status: 200, body: numberBody(owned(store.numbers, request)) });

export const updateNumber =
  (store: TwilioStore): RestHandler =>
  (request) => {
    const number = owned(store.numbers, request);
    Object.assign(number, settingsOf(store, request.account.sid, request.form), {
      updatedAt: new Date().toISOString(),
    });
    return { status: 200, body: numberBody(number) };
  };

/** Buys a number. Errors: 21421 for none, 21422 for one that somebody has. */
export const createNumber =
  (store: TwilioStore): RestHandler =>
  ({ account, form }) => {
    const asked = field(form, 'PhoneNumber');
    const areaCode = field(form, 'AreaCode');
    const phoneNumber = asked === undefined ? freeNumbers(store, areaCode ?? '415', 1)[0] : toE164(asked);
    if (!phoneNumber) throw new TwilioError(400, 21_421, `PhoneNumber is invalid: ${asked ?? areaCode}`);
    if (store.numberByPhone(phoneNumber)) {
      throw new TwilioError(400, 21_422, `${phoneNumber} is not available`);
    }
    const number = newNumber({ accountSid: account.sid, phoneNumber, ...settingsOf(store, account.sid, form) });
    store.numbers.set(number.sid, number);
    return { status: 201, body: numberBody(number) };
  };

export const deleteNumber =
  (store: TwilioStore): RestHandler =>
  (request) => {
    store.numbers.delete(owned(store.numbers, request).sid);
    return { status: 204 };
  };

/** Local numbers for sale in the United States. */
export const listAvailableNumbers =
  (store: TwilioStore): RestHandler =>
  (request) => {
    const areaCode = request.query.get('AreaCode') ?? '415';
    const numbers = freeNumbers(store, areaCode, 30).map((phoneNumber) => ({
      friendly_name: nationalFormat(phoneNumber),
      phone_number: phoneNumber,
      lata: null,
      locality: null,
      rate_center: null,
      latitude: null,
      longitude: null,
      region: null,
      postal_code: null,
      iso_country: 'US',
      address_requirements: 'none',
      beta: false,
      capabilities: { voice: true, SMS: true, MMS: true, fax: false },
    }));
    return {
      status: 200,
      body: { available_phone_numbers: numbers, uri: `${request.path}?${request.query.toString()}` },
    };
  };

/** Numbers of the reserved range 555-01xx that nobody has. */
function freeNumbers(store: TwilioStore, areaCode: string, count: number): string[] {
  const taken = new Set([...store.numbers.values()].map((number) => number.phoneNumber));
  const all = Array.from({ length: 100 }, (_, i) => `+1${areaCode}55501${String(i).padStart(2, '0')}`);
  return all.filter((number) => toE164(number) === number && !taken.has(number)).slice(0, count);
}

/** Errors: 21402 for too long a name, 20001 for an application or a trunk that is none. */
function settingsOf(store: TwilioStore, accountSid: string, form: Form): Partial<PhoneNumber> {
  const settings: Partial<PhoneNumber> = addressSettings(form);
  const friendlyName = field(form, 'FriendlyName');
  if (friendlyName !== undefined) {
    if (friendlyName.length > 64) throw new TwilioError(400, 21_402, 'FriendlyName may have 64 characters at most');
    settings.friendlyName = friendlyName;
  }
  const application = (name: string): string | null | undefined => {
    const sid = field(form, name);
    if (!sid) return sid === '' ? null : undefined;
    if (store.applications.get(sid)?.accountSid === accountSid) return sid;
    throw new TwilioError(400, 20_001, `${name} is no application of the account: ${sid}`);
  };
  const voice = application('VoiceApplicationSid');
  const sms = application('SmsApplicationSid');
  const trunk = field(form, 'TrunkSid');
  if (trunk && !/^TK[0-9a-f]{32}$/.test(trunk)) throw new TwilioError(400, 20_001, `TrunkSid is no trunk: ${trunk}`);
  if (voice !== undefined) settings.voiceApplicationSid = voice;
  if (sms !== undefined) settings.smsApplicationSid = sms;
  if (trunk !== undefined) settings.trunkSid = trunk || null;
  // One of the two takes the calls: setting it takes the other one off.
  if (trunk) settings.voiceApplicationSid = null;
  else if (voice) settings.trunkSid = null;
  return settings;
}
