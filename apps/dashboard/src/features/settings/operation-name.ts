/** `phoneNumbers.update` as people read it: "Phone numbers: update". */
export function operationName(operation: string): string {
  const words = operation.split('.').map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase());
  const verb = words.pop() ?? operation;
  const subject = words.join(' ').replace(/^api /, 'API ');
  return subject === '' ? verb : `${subject.charAt(0).toUpperCase()}${subject.slice(1)}: ${verb}`;
}
