import { useDeed, useSession } from '../bridge/booth.tsx';
import { useDraft } from '../bridge/drafts.tsx';
import { FailureNotice } from '../frame/failure.tsx';
import { Secondary } from '../frame/page.tsx';
import { ProseField } from '../frame/prose.tsx';
import { minuteText } from '../frame/times.ts';
import { useTexts } from '../texts/index.ts';

/** The anonymous talk on a dispute: what was said, by alias, and one's own say. */
export function Discussion() {
  const { t } = useTexts();
  const { statements, alias } = useSession();
  const deed = useDeed('say');
  const [text, setText] = useDraft('say', '');
  const say = async (): Promise<void> => {
    if (text.trim() !== '' && (await deed.go({ kind: 'say', text: text.trim() }))) setText('');
  };
  return (
    <section className="talk">
      <h2>{t('talk.title')}</h2>
      {statements.length === 0 && <p>{t('talk.none')}</p>}
      <ul className="statements">
        {statements.map((one) => (
          <li key={`${one.at} ${one.alias}`}>
            <strong>
              {one.alias} {minuteText(one.at)}
            </strong>
            <p>{one.text}</p>
          </li>
        ))}
      </ul>
      {deed.failure && <FailureNotice failure={deed.failure} />}
      <ProseField
        label={t('talk.label', { alias })}
        value={text}
        change={setText}
        rows={2}
        disabled={deed.busy}
      />
      <Secondary busy={deed.busy || text.trim() === ''} onClick={() => void say()}>
        {t('talk.say')}
      </Secondary>
    </section>
  );
}
