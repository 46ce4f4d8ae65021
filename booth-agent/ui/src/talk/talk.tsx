import { Alert } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { STATEMENT_LIMIT } from '#shared/protocol/talk.ts';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { FailureNotice } from '../frame/failure.tsx';
import { Primary, Secondary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { Side } from '../frame/side.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';

/** A button that opens the panel's talk beside whatever page one is on, and says how much of it is unread. */
export function Talk() {
  const { t } = useTexts();
  const { unread } = useBooth().screen.talk;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Secondary onClick={() => setOpen(true)}>
        {unread > 0 ? <strong>{t('talk.openUnread', { count: unread })}</strong> : t('talk.open')}
      </Secondary>
      {open && <TalkSide close={() => setOpen(false)} />}
    </>
  );
}

function TalkSide({ close }: { close(): void }) {
  const { t } = useTexts();
  const { refusal } = useBooth().screen;
  const { talk, alias } = useSession();
  const deed = useDeed('say');
  const [text, setText] = useDraft('say', '');
  useRead();
  const say = async (): Promise<void> => {
    if (text.trim() !== '' && (await deed.go({ kind: 'say', text: text.trim() }))) setText('');
  };
  // Of a statement that had waited for the line, the answer comes when nobody waits for it any more.
  const late = refusal?.code.startsWith('SAY_') ? refusal : null;
  const failure = deed.failure ?? late;
  return (
    <Side
      title={t('talk.title')}
      close={close}
      action={
        <>
          {failure && <FailureNotice failure={failure} />}
          {talk.state === 'open' && (
            <Primary busy={deed.busy || text.trim() === ''} onClick={() => void say()}>
              {t('talk.say')}
            </Primary>
          )}
        </>
      }
    >
      {talk.state === 'open' ? (
        <p>{t('talk.rule')}</p>
      ) : (
        <Alert type="info" showIcon title={t(`talk.${talk.state}`)} />
      )}
      <Statements />
      {talk.state === 'open' && (
        <ProseField
          label={t('talk.label', { alias, limit: STATEMENT_LIMIT })}
          value={text}
          change={setText}
          rows={2}
          longest={STATEMENT_LIMIT}
          disabled={deed.busy}
        />
      )}
    </Side>
  );
}

/** What was said, by alias, the latest at the end and in sight. */
function Statements() {
  const { t } = useTexts();
  const { unsent } = useBooth().screen.talk;
  const { statements, talk } = useSession();
  const end = useRef<HTMLLIElement>(null);
  const sent = statements.length - unsent;
  const numbered = statements.map((one, place) => ({ ...one, n: talk.said - sent + place + 1 }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new statement is brought into sight
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [statements.length]);
  return (
    <>
      {statements.length === 0 && <p>{t('talk.none')}</p>}
      {talk.said > sent && <p>{t('talk.earlier', { count: sent })}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse */}
      <ul className="statements" tabIndex={0} aria-label={t('talk.title')} aria-live="polite">
        {numbered.map((one) => (
          <li
            key={one.n}
            ref={one.n === numbered.at(-1)?.n ? end : null}
            className={one.n > talk.said ? 'statement-unsent' : ''}
          >
            <strong>
              {one.alias} {minuteText(one.at)}
              {one.n > talk.said && <span className="tag">{t('talk.unsent')}</span>}
            </strong>
            <p>{one.text}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is shown counts as read. */
function useRead(): void {
  const { act, linked, screen } = useBooth();
  const { talk } = useSession();
  const { unread } = screen.talk;
  useEffect(() => {
    if (linked && unread > 0) void act({ kind: 'talk-read', said: talk.said });
  }, [act, linked, unread, talk.said]);
}
