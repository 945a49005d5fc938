/** Whether this page may open a microphone without asking. False also where the browser does not tell. */
export async function mayUseMicrophone(): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name: 'microphone' });
    return state === 'granted';
  } catch {
    return false;
  }
}
