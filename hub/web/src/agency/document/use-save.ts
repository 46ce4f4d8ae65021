import { App } from 'antd';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import { type RefusedError, refresh, useSend } from '../../shell/api.ts';
import type { KeptDocument } from './kept-document.ts';
import { valueAt } from './place.ts';

export interface Saving {
  readonly busy: boolean;
  /** A refusal that is about no place of the document. */
  readonly refused: RefusedError | null;
  /** Faults the hub has found, less those whose place was changed since. */
  readonly faults: readonly FaultMessage[];
  save(): Promise<void>;
}

/** Enters a new project or revises a draft. */
export function useSave(id: string | null, kept: KeptDocument, onSaved: (id: string) => void): Saving {
  const { t } = useTranslation('agency');
  const { message } = App.useApp();
  const { busy, refused, submit } = useSend();
  const sent = useRef<unknown>(null);
  const { document } = kept;
  const faults = useMemo(
    () =>
      (refused?.faults ?? []).filter(
        ({ place }) => valueAt(sent.current, place) === valueAt(document, place),
      ),
    [refused, document],
  );
  const save = async () => {
    sent.current = document;
    const done = await submit<{ project: string }>(
      id === null ? 'POST' : 'PUT',
      id === null ? '/api/projects' : `/api/projects/${encodeURIComponent(id)}`,
      { project: document },
    );
    if (!done) return;
    kept.saved();
    refresh(['projects']);
    message.success(t('form.saved'));
    onSaved(done.answer.project);
  };
  return { busy, refused: refused && refused.faults.length === 0 ? refused : null, faults, save };
}
