import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmploymentRole } from '#shared/pool/expert.ts';
import { longestOf } from '#shared/protocol/limits.ts';
import type { ExpertView } from '#shared/protocol/pool-views.ts';
import { Line, Prose } from '#shared/protocol/primitives.ts';
import { ReasonDialog } from '../../shell/reason-dialog.tsx';
import { Field } from '../field.tsx';
import { FormDialog } from '../form-dialog.tsx';

/** What is to be changed of an expert. */
export type ExpertAct =
  | { readonly what: 'employment' | 'kin' | 'availability' | 'suspend' }
  | { readonly what: 'lift'; readonly suspension: number };

interface DialogProps {
  readonly expert: ExpertView;
  onDone(): void;
  onClose(): void;
}

export function ExpertDialog({ act, ...props }: DialogProps & { act: ExpertAct }) {
  switch (act.what) {
    case 'employment':
      return <EmploymentDialog {...props} />;
    case 'kin':
      return <KinDialog {...props} />;
    case 'availability':
      return <AvailabilityDialog {...props} />;
    case 'suspend':
      return <SuspendDialog {...props} />;
    case 'lift':
      return <LiftDialog {...props} suspension={act.suspension} />;
  }
}

const addressOf = (expert: ExpertView, what: string) =>
  `/api/experts/${encodeURIComponent(expert.id)}/${what}`;
/** Fields left empty are not sent. */
const given = (value?: string) => (value?.trim() ? value.trim() : undefined);
const withCode = (code?: string) => (given(code) ? { code: given(code)?.toUpperCase() } : {});

function Reason() {
  const { t } = useTranslation('admin');
  return (
    <Field name="reason" label={t('expert.reason')} extra={t('expert.reason.hint')}>
      <Input.TextArea rows={2} maxLength={longestOf(Prose)} />
    </Field>
  );
}

interface NewEmployment {
  employer: string;
  code?: string;
  role: EmploymentRole;
  from?: string;
  until?: string;
  reason: string;
}

const roles: readonly EmploymentRole[] = ['employee', 'director', 'supervisor', 'controller'];

function EmploymentDialog({ expert, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('admin');
  return (
    <FormDialog<NewEmployment>
      title={t('expert.history.add')}
      hint={t('expert.history.hint')}
      confirm={t('expert.save')}
      initial={{ role: 'employee' }}
      request={({ employer, code, role, from, until, reason }) => ({
        path: addressOf(expert, 'employments'),
        body: {
          employment: {
            employer,
            ...withCode(code),
            role,
            from: given(from) ?? null,
            until: given(until) ?? null,
          },
          reason,
        },
      })}
      onDone={onDone}
      onClose={onClose}
    >
      <Field name="employer" label={t('expert.employer')}>
        <Input autoFocus maxLength={longestOf(Line)} />
      </Field>
      <div className="form-pair">
        <Field name="code" label={t('column.employerCode')} optional>
          <Input maxLength={18} />
        </Field>
        <Field name="role" label={t('column.role')}>
          <Select options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
        </Field>
        <Field name="from" label={t('expert.from')} optional>
          <Input type="date" />
        </Field>
        <Field name="until" label={t('expert.until')} extra={t('expert.until.hint')} optional>
          <Input type="date" />
        </Field>
      </div>
      <Reason />
    </FormDialog>
  );
}

interface Rows<T> {
  rows?: T[];
  reason: string;
}

function KinDialog({ expert, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('admin');
  type Kin = ExpertView['kin'][number];
  return (
    <FormDialog<Rows<Kin>>
      title={t('expert.kin')}
      hint={t('expert.kin.hint')}
      confirm={t('expert.save')}
      width={760}
      initial={{ rows: expert.kin }}
      request={({ rows = [], reason }) => ({
        path: addressOf(expert, 'kin'),
        body: {
          kin: rows.map(({ name, relation, employer, code }) => ({
            name,
            relation,
            employer,
            ...withCode(code),
          })),
          reason,
        },
      })}
      onDone={onDone}
      onClose={onClose}
    >
      <RowList>
        {(row) => (
          <>
            <Cell row={row} name="name" label={t('expert.name')} />
            <Cell row={row} name="relation" label={t('expert.kin.relation')} />
            <Cell row={row} name="employer" label={t('expert.employer')} />
            <Cell row={row} name="code" label={t('column.employerCode')} optional />
          </>
        )}
      </RowList>
      <Reason />
    </FormDialog>
  );
}

function AvailabilityDialog({ expert, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('admin');
  type Period = ExpertView['unavailable'][number];
  return (
    <FormDialog<Rows<Period>>
      title={t('expert.days')}
      hint={t('expert.days.hint')}
      confirm={t('expert.save')}
      initial={{ rows: expert.unavailable }}
      request={({ rows = [], reason }) => ({
        path: addressOf(expert, 'availability'),
        body: { unavailable: rows, reason },
      })}
      onDone={onDone}
      onClose={onClose}
    >
      <RowList>
        {(row) => (
          <>
            <Cell row={row} name="from" label={t('expert.from')} type="date" />
            <Cell row={row} name="until" label={t('expert.until')} type="date" />
          </>
        )}
      </RowList>
      <Reason />
    </FormDialog>
  );
}

interface NewSuspension {
  from: string;
  until?: string;
  reason: string;
}

function SuspendDialog({ expert, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('admin');
  return (
    <FormDialog<NewSuspension>
      title={t('expert.suspend')}
      hint={t('expert.suspend.hint')}
      confirm={t('expert.suspend')}
      request={({ from, until, reason }) => ({
        path: addressOf(expert, 'suspensions'),
        body: { from, until: given(until) ?? null, reason },
      })}
      onDone={onDone}
      onClose={onClose}
    >
      <div className="form-pair">
        <Field name="from" label={t('expert.from')}>
          <Input type="date" />
        </Field>
        <Field name="until" label={t('expert.until')} extra={t('expert.suspend.until')} optional>
          <Input type="date" />
        </Field>
      </div>
      <Reason />
    </FormDialog>
  );
}

function LiftDialog({ expert, suspension, onDone, onClose }: DialogProps & { suspension: number }) {
  const { t } = useTranslation('admin');
  return (
    <ReasonDialog
      title={t('expert.lift')}
      hint={t('expert.lift.hint')}
      confirm={t('expert.lift')}
      request={(reason) => ({
        method: 'POST',
        path: addressOf(expert, `suspensions/${suspension}/lift`),
        body: { reason },
      })}
      onDone={onDone}
      onClose={onClose}
    />
  );
}

/** Rows of a list that grows and shrinks. */
function RowList({ children }: { children: (row: number) => ReactNode }) {
  const { t } = useTranslation('admin');
  return (
    <Form.List name="rows">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} style={{ display: 'flex', gap: 8 }}>
              {children(name)}
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('expert.row.remove')}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <Button
            type="dashed"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => add()}
            style={{ marginBottom: 12 }}
          >
            {t('expert.row.add')}
          </Button>
        </>
      )}
    </Form.List>
  );
}

interface CellProps {
  readonly row: number;
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly optional?: boolean;
}

function Cell({ row, name, label, type = 'text', optional = false }: CellProps) {
  const { t } = useTranslation('admin');
  return (
    <Form.Item
      name={[row, name]}
      style={{ flex: 1, marginBottom: 8 }}
      rules={[{ required: !optional, message: t('needed') }]}
    >
      <Input type={type} placeholder={label} aria-label={label} maxLength={longestOf(Line)} />
    </Form.Item>
  );
}
