import { useState } from 'react';
import { NOTE_LIMIT, type Note } from '#shared/protocol/bridge.ts';
import { useBooth, useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { useTexts } from '../texts/index.ts';
import { FailureNotice } from './failure.tsx';
import { Primary, Secondary } from './page.tsx';
import { ProseField } from './prose.tsx';
import { Side } from './side.tsx';

type Subject = Pick<Note, 'bidder' | 'item'>;

const general: Subject = { bidder: null, item: null };

/** A button that opens the notes one keeps for oneself. */
export function Notes() {
  const { t } = useTexts();
  const { notes } = useBooth().screen;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Secondary onClick={() => setOpen(true)}>{t('notes.open', { count: notes.length })}</Secondary>
      {open && <NotesSide close={() => setOpen(false)} />}
    </>
  );
}

function NotesSide({ close }: { close(): void }) {
  const { t } = useTexts();
  const { notes } = useBooth().screen;
  const { bidders, project } = useSession();
  const deed = useDeed('note');
  const [subject, setSubject] = useDraft<Subject>('note/subject', general);
  const [typed, setTyped] = useDraft<string | null>('note/text', null);
  const [saved, setSaved] = useState(false);
  const kept = notes.find((one) => one.bidder === subject.bidder && one.item === subject.item)?.text ?? '';
  const save = async (): Promise<void> => {
    if (!(await deed.go({ kind: 'note', ...subject, text: (typed ?? kept).trim() }))) return;
    setTyped(null);
    setSaved(true);
  };
  const goTo = (next: Subject): void => {
    setSubject({ bidder: next.bidder, item: next.item });
    setTyped(null);
    setSaved(false);
  };
  const nameOf = ({ bidder, item }: Subject): string =>
    [
      bidders.find(({ id }) => id === bidder)?.name ?? t('notes.any'),
      project.items.find(({ id }) => id === item)?.title ?? t('notes.any'),
    ].join(' · ');
  return (
    <Side
      title={t('notes.title')}
      close={close}
      action={
        <>
          {deed.failure && <FailureNotice failure={deed.failure} />}
          {saved && typed === null && <output className="state-good">{t('notes.saved')}</output>}
          <Primary busy={deed.busy} onClick={() => void save()}>
            {t('notes.save')}
          </Primary>
        </>
      }
    >
      <p>{t('notes.rule')}</p>
      <div className="note-subject">
        <Pick
          label={t('notes.bidder')}
          any={t('notes.any')}
          chosen={subject.bidder}
          options={bidders.map(({ id, name }) => ({ id, text: name }))}
          choose={(bidder) => goTo({ ...subject, bidder })}
        />
        <Pick
          label={t('notes.item')}
          any={t('notes.any')}
          chosen={subject.item}
          options={project.items.map(({ id, title }) => ({ id, text: title }))}
          choose={(item) => goTo({ ...subject, item })}
        />
      </div>
      <ProseField
        label={t('notes.label')}
        value={typed ?? kept}
        change={(text) => setTyped(text.slice(0, NOTE_LIMIT))}
        rows={4}
        disabled={deed.busy}
      />
      {notes.length === 0 && <p>{t('notes.none')}</p>}
      <ul className="sums">
        {notes.map((one) => (
          <li key={`${one.bidder}/${one.item}`}>
            <button type="button" className="place" onClick={() => goTo(one)}>
              {nameOf(one)}: {one.text}
            </button>
          </li>
        ))}
      </ul>
    </Side>
  );
}

interface PickProps {
  readonly label: string;
  /** Stands for none. */
  readonly any: string;
  readonly chosen: string | null;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  choose(id: string | null): void;
}

function Pick({ label, any, chosen, options, choose }: PickProps) {
  return (
    <div className="field">
      <span>{label}</span>
      <select
        aria-label={label}
        className="pick"
        value={chosen ?? ''}
        onChange={(event) => choose(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{any}</option>
        {options.map(({ id, text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
