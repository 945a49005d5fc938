import { useEffect, useState } from 'react';
import { inBackground } from '#/in-background.ts';

export interface Microphone {
  id: string;
  label: string;
}

/** The microphones of this device. Browsers name them only once one may be used: pass whether that is so. */
export function useMicrophones(allowed: boolean): readonly Microphone[] {
  const [microphones, setMicrophones] = useState<readonly Microphone[]>([]);
  useEffect(() => {
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (!allowed || mediaDevices === undefined) return undefined;
    let gone = false;
    const look = async (): Promise<void> => {
      const devices = await mediaDevices.enumerateDevices();
      const found = devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
      if (!gone)
        setMicrophones(
          found.map(({ deviceId, label }, at) => ({ id: deviceId, label: label || `Microphone ${at + 1}` })),
        );
    };
    inBackground(look());
    const onChange = (): void => void look();
    mediaDevices.addEventListener('devicechange', onChange);
    return () => {
      gone = true;
      mediaDevices.removeEventListener('devicechange', onChange);
    };
  }, [allowed]);
  return microphones;
}
