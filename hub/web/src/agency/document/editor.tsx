import { Alert, App, Button, Card, Segmented } from 'antd';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import { RefusalNotice } from '../../shell/refusal-notice.tsx';
import { useSession } from '../../shell/session.ts';
import { findingsOf } from './check.ts';
import { BiddersCard, CategoriesCard, ItemsCard, SitesCard } from './entry-cards.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { FaultContext, PutContext } from './form-context.ts';
import { inFormWords } from './form-places.ts';
import { JsonFiles } from './json-files.tsx';
import { JsonText } from './json-text.tsx';
import { type KeptDocument, useKeptDocument } from './kept-document.ts';
import { goTo } from './place.ts';
import { BasicsCard, PanelRulesCard, ScoringCard } from './section-cards.tsx';
import { useSave } from './use-save.ts';
import '../../projects/projects.css';
import '../agency.css';

interface EditorProps {
  /** Id of a draft the hub holds; null for one it has never seen. */
  readonly id: string | null;
  /** The document to begin with. */
  readonly held: unknown;
  /** What else may be done, e.g. freezing; told whether something is unsaved. */
  readonly actions?: (unsaved: boolean) => ReactNode;
  onSaved(id: string): void;
}

/** A project as a form and as JSON: two sights of one document, checked by the hub's own rules as it is typed. */
export function Editor({ id, held, actions, onSaved }: EditorProps) {
  const { t } = useTranslation('agency');
  const { session } = useSession();
  const kept = useKeptDocument(session?.user ?? '', id ?? 'new', held);
  const [sight, setSight] = useState<'form' | 'json'>('form');
  const [noJson, setNoJson] = useState(false);
  const [checking, setChecking] = useState(id !== null || kept.resumed);
  const saving = useSave(id, kept, onSaved);
  const findings = useFindings(kept.document, saving.faults);
  const shown = checking ? findings : null;
  const faultAt = useFaultMap(shown?.faults ?? []);
  const toField = (place: string) => {
    setSight('form');
    // The form is drawn first where the JSON was shown.
    setTimeout(() => goTo(place));
  };
  const save = () => {
    setChecking(true);
    if (findings.faults.length === 0) void saving.save();
  };
  return (
    <PutContext value={kept.put}>
      <FaultContext value={faultAt}>
        <div className="editor">
          <div className="stack">
            <EditorBar
              {...{ kept, sight, setSight, noJson }}
              onRead={() => {
                setNoJson(false);
                setChecking(true);
              }}
            />
            {sight === 'form' ? (
              <Form document={kept.document} known={id !== null} />
            ) : (
              <JsonText
                document={kept.document}
                onType={(read) => {
                  setNoJson(read === null);
                  setChecking(true);
                  if (read) kept.replace(read.document);
                }}
              />
            )}
          </div>
          <aside className="editor-side">
            <Card size="small">
              <div className="editor-acts">
                <Button
                  type="primary"
                  block
                  loading={saving.busy}
                  disabled={noJson || (id !== null && !kept.changed)}
                  onClick={save}
                  data-testid="save"
                >
                  {id === null ? t('form.enter') : t('form.save')}
                </Button>
                {actions?.(kept.changed || noJson)}
                {kept.changed && id !== null && (
                  <Button block type="link" disabled={sight === 'json'} onClick={kept.discard}>
                    {t('form.discard')}
                  </Button>
                )}
              </div>
              <RefusalNotice refused={saving.refused} />
            </Card>
            <FindingsPanel findings={shown} onGoTo={toField} />
          </aside>
        </div>
      </FaultContext>
    </PutContext>
  );
}

interface EditorBarProps {
  readonly kept: KeptDocument;
  readonly sight: 'form' | 'json';
  readonly noJson: boolean;
  setSight(sight: 'form' | 'json'): void;
  onRead(): void;
}

function EditorBar({ kept, sight, setSight, noJson, onRead }: EditorBarProps) {
  const { t } = useTranslation('agency');
  const { message } = App.useApp();
  return (
    <>
      {kept.resumed && kept.changed && <Alert type="info" showIcon title={t('form.resumed')} closable />}
      <div className="editor-bar">
        <Segmented
          value={sight}
          onChange={setSight}
          disabled={noJson}
          options={[
            { value: 'form', label: t('form.sight') },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <span className="quiet editor-hint">{t('form.same')}</span>
        <JsonFiles
          document={kept.document}
          onRead={(read) => {
            if ('error' in read) return void message.error(`${t('json.wrong')} ${read.error}`);
            kept.replace(read.document);
            setSight('form');
            onRead();
          }}
        />
      </div>
    </>
  );
}

function Form({ document, known }: { document: unknown; known: boolean }) {
  return (
    <>
      <BasicsCard document={document} known={known} />
      <ItemsCard document={document} />
      <ScoringCard document={document} />
      <BiddersCard document={document} />
      <div className="editor-pair">
        <CategoriesCard document={document} />
        <SitesCard document={document} />
      </div>
      <PanelRulesCard document={document} />
    </>
  );
}

/** What this page finds, and what only the hub could know until that place is changed. */
function useFindings(document: unknown, fromHub: readonly FaultMessage[]) {
  return useMemo(() => {
    const own = findingsOf(document);
    const others = fromHub.filter(
      ({ code, place }) => !own.faults.some((fault) => fault.code === code && fault.place === place),
    );
    const faults = [...own.faults, ...others].map((fault) => inFormWords(fault, document));
    return { ...own, faults };
  }, [document, fromHub]);
}

/** The first fault at each place; the same map as long as the faults are the same, so that rows rest. */
function useFaultMap(faults: readonly FaultMessage[]) {
  const last = useRef({ key: '', map: new Map<string, FaultMessage['message']>() });
  const key = JSON.stringify(faults);
  if (key !== last.current.key) {
    const map = new Map([...faults].reverse().map(({ place, message }) => [place, message]));
    last.current = { key, map };
  }
  return last.current.map;
}
