import { useCallback } from 'react';
import { useDraft } from '../bridge/drafts.tsx';

type Texts = Readonly<Record<string, string>>;
const none: Texts = {};

/** What is typed in mark fields and not yet shown by the core, by cell; null takes it away. */
export function useTyped(name: string): readonly [Texts, (key: string, text: string | null) => void] {
  const [texts, setTexts] = useDraft(name, none);
  const set = useCallback(
    (key: string, text: string | null) =>
      setTexts((old) => {
        const { [key]: _gone, ...rest } = old;
        return text === null ? rest : { ...rest, [key]: text };
      }),
    [setTexts],
  );
  return [texts, set];
}
