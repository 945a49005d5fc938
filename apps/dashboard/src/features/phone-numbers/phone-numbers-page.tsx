export function PhoneNumbersPage() {
  return null;
}
