import { createContext, useContext } from 'react';
import type { Text } from '#shared/catalogue/text.ts';

/** What the fields of the form write with. It does not change while the form is open. */
export const PutContext = createContext<(place: string, value: unknown) => void>(() => {});
/** The first fault at each place; empty until faults are to be shown. */
export const FaultContext = createContext<ReadonlyMap<string, Text>>(new Map());

export const usePut = () => useContext(PutContext);
export const useFaultAt = (place: string): Text | undefined => useContext(FaultContext).get(place);
