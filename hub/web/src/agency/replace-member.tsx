import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberProgress } from '#shared/protocol/views.ts';
import { refresh } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';

/** A member who was called does not come: the next in the drawn order is called instead. */
export function ReplaceMember({ project, member }: { project: string; member: MemberProgress }) {
  const { t } = useTranslation('agency');
  const { message, modal } = App.useApp();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" danger onClick={() => setAsking(true)} data-testid="replace">
        {t('replace.button')}
      </Button>
      {asking && (
        <ReasonDialog
          danger
          title={t('replace.title')}
          hint={t('replace.hint')}
          confirm={t('replace.confirm')}
          example={t('replace.example')}
          request={(reason) => ({
            method: 'POST',
            path: `/api/projects/${encodeURIComponent(project)}/panel/replace`,
            body: { ticket: member.ticket, reason },
          })}
          onDone={(answer) => {
            setAsking(false);
            const { replaced } = answer as { replaced: boolean };
            if (replaced) message.success(t('replace.done'));
            else modal.warning({ title: t('replace.none') });
            refresh(['projects']);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
