export function TalkPage() {
  return null;
}
