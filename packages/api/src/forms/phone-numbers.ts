export { ImportNumbersRequest, PhoneNumberUpdate } from '@leadlock/telephony/phone-numbers/schemas';
