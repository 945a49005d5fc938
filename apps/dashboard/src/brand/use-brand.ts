import { useSyncExternalStore } from 'react';
import { currentBrand, onBrandChange, type Brand } from './brand.ts';

export const useBrand = (): Brand => useSyncExternalStore(onBrandChange, currentBrand);
