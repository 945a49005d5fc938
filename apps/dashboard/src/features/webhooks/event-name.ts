/** What an event is called: "Call completed" for `call.completed`. */
export function eventName(type: string): string {
  const words = type.replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
