import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../bridge/booth.tsx';
import { useBooth } from '../bridge/booth.tsx';
import { DocumentPane, DocumentsButton } from '../documents/pane.tsx';
import { usePane } from '../documents/pane-state.ts';
import { Recusal } from '../gathering/recusal.tsx';
import { Talk } from '../talk/talk.tsx';
import { useTexts } from '../texts/index.ts';
import { AskFor, FailureNotice } from './failure.tsx';
import { Notes } from './notes.tsx';
import { SaveState } from './save-state.tsx';

interface PageProps {
  title: ReactNode;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** What stands at the foot: secondary buttons first, the one primary button last. */
  actions?: ReactNode;
  /** Why the last act on this page was not done. */
  failure?: Failure | null;
  /** What has to be done before the primary button can do its work: shown right above it. */
  ask?: ReactNode;
  /** For pages before the session, in the middle of the screen. */
  middle?: boolean;
  children?: ReactNode;
}

/** One screen: a title, what it is about, and one thing to do. */
export function Page({
  title,
  lead,
  actions,
  failure = null,
  ask = null,
  middle = false,
  children,
}: PageProps) {
  const { t } = useTexts();
  const { screen } = useBooth();
  const { layout } = usePane();
  const [read, setRead] = useState<string | null>(null);
  const told = screen.screen === 'session' ? screen.refusal : null;
  const later = told && JSON.stringify(told) !== read ? told : null;
  const shown = failure ?? later;
  const { session, line, busy } = screen;
  const keptHere = session !== null && line === 'offline' && busy.includes(session.step);
  useEffect(() => {
    if (!told) setRead(null);
  }, [told]);
  return (
    <main className={middle ? 'page page-middle' : 'page'}>
      <div className={`page-row page-row-${layout}`}>
        {/* Reached by the keyboard, so that arrows can scroll a text that has no field in it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse */}
        <section className="page-body" tabIndex={0} aria-labelledby="page-title">
          <div className="page-head">
            <h1 id="page-title">{title}</h1>
            {lead && <p className="lead">{lead}</p>}
          </div>
          {children}
        </section>
        {layout !== 'closed' && <DocumentPane />}
      </div>
      {(shown || ask || keptHere) && (
        <div className="page-dock" aria-live="assertive">
          {shown && (
            <FailureNotice
              failure={shown}
              {...(shown === later && { dismiss: () => setRead(JSON.stringify(told)) })}
            />
          )}
          {keptHere ? <AskFor>{t('frame.keptHere')}</AskFor> : ask}
        </div>
      )}
      {(actions || screen.session) && (
        <footer className="page-foot">
          <div className="foot-left">
            <SaveState />
            {session && screen.screen === 'session' && <Recusal session={session} />}
            {session && screen.screen === 'session' && session.bidders.length > 0 && <Notes />}
            <DocumentsButton />
            {session && screen.screen === 'session' && session.bidders.length > 0 && <Talk />}
          </div>
          <div className="page-actions">{actions}</div>
        </footer>
      )}
    </main>
  );
}

/** The one primary button of a screen. */
export function Primary({
  busy = false,
  onClick,
  children,
}: {
  busy?: boolean;
  onClick(): void;
  children: ReactNode;
}) {
  return (
    <Button type="primary" className="primary" disabled={busy} onClick={onClick}>
      {children}
    </Button>
  );
}

/** A button beside the primary one. */
export function Secondary({
  busy = false,
  onClick,
  children,
}: {
  busy?: boolean;
  onClick(): void;
  children: ReactNode;
}) {
  return (
    <Button className="secondary" disabled={busy} onClick={onClick}>
      {children}
    </Button>
  );
}
