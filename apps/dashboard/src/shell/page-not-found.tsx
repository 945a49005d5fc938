export function PageNotFound() {
  return null;
}
