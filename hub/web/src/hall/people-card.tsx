import { PrinterOutlined } from '@ant-design/icons';
import { App, Button, Card, Input, Space, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { refresh } from '../shell/api.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { When } from '../shell/when.tsx';
import { useScans } from './check-in/use-scan-line.ts';
import { placeOf } from './places.ts';

type Person = HallDeskView['people'][number];
type PersonState = 'waiting' | 'slip' | 'printed' | 'admitted' | 'left';

const colours: Readonly<Record<PersonState, string>> = {
  waiting: '#5b6774',
  slip: '#8a5300',
  printed: '#0b6470',
  admitted: '#2b7a2f',
  left: '#1e4f8f',
};

interface PeopleCardProps {
  readonly desk: HallDeskView;
  printed(person: Person): boolean;
  onSlips(badges: readonly string[]): void;
  /** A dialog of this card has closed; the scanner is to type into its field again. */
  onDone(): void;
}

/** Everybody who has come to this site, the latest first; undo before the seat draw, the slip after it. */
export function PeopleCard({ desk, printed, onSlips, onDone }: PeopleCardProps) {
  const { t } = useTranslation('hall');
  const { message } = App.useApp();
  const { line } = useScans(desk.site.id);
  const [wanted, setWanted] = useState('');
  const [undoing, setUndoing] = useState<Person | null>(null);
  const unseated = desk.people.filter((person) => stateOf(person, false) === 'slip');
  const waiting = unseated.filter((person) => !printed(person));
  // Whether the paper came, no page can know: all may have to be printed again.
  const again = waiting.length === 0 && unseated.length > 0;
  const offered = again ? unseated : waiting;
  const shown = desk.people
    .filter(({ name, badge }) => `${name} ${badge}`.toLowerCase().includes(wanted.trim().toLowerCase()))
    .toSorted((a, b) => b.checkedInAt.localeCompare(a.checkedInAt));
  const closeUndo = () => {
    setUndoing(null);
    onDone();
  };
  return (
    <Card
      size="small"
      className="people"
      title={`${t('people.title')} · ${t('day.people', { count: desk.people.length })}`}
      extra={
        <Space>
          <Input.Search
            allowClear
            placeholder={t('people.search')}
            onChange={({ target }) => setWanted(target.value)}
            style={{ width: 220 }}
          />
          <Button
            type={waiting.length > 0 ? 'primary' : 'default'}
            icon={<PrinterOutlined />}
            disabled={offered.length === 0}
            onClick={() => onSlips(offered.map((person) => person.badge))}
            data-testid="print-all"
          >
            {t(again ? 'slip.again' : 'slip.all', { count: offered.length })}
          </Button>
        </Space>
      }
    >
      <Table<Person>
        size="small"
        rowKey="badge"
        dataSource={shown}
        pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: t('people.none') }}
        columns={[
          { title: t('people.name'), dataIndex: 'name', render: (name) => <b>{name}</b> },
          { title: t('people.badge'), dataIndex: 'badge' },
          { title: t('people.at'), dataIndex: 'checkedInAt', render: (at) => <When at={at} style="time" /> },
          { title: t('people.seat'), render: (_, person) => <Place desk={desk} person={person} /> },
          {
            title: t('people.state'),
            render: (_, person) => {
              const state = stateOf(person, printed(person));
              return (
                <Tag variant="solid" color={colours[state]}>
                  {t(`person.${state}`)}
                </Tag>
              );
            },
          },
          {
            key: 'act',
            align: 'right',
            render: (_, person) => (
              <PersonAct
                person={person}
                onSlip={() => onSlips([person.badge])}
                onUndo={() => setUndoing(person)}
              />
            ),
          },
        ]}
      />
      {undoing && (
        <ReasonDialog
          title={t('undo.title', { name: undoing.name })}
          hint={t('undo.hint')}
          confirm={t('undo.do')}
          danger
          request={(reason) => ({
            method: 'POST',
            path: '/api/hall/check-in/undo',
            body: { badge: undoing.badge, reason },
          })}
          onDone={() => {
            line.undone(undoing.badge);
            message.success(t('undo.done', { name: undoing.name }));
            refresh(['hall']);
            closeUndo();
          }}
          onClose={closeUndo}
        />
      )}
    </Card>
  );
}

function PersonAct({ person, onSlip, onUndo }: { person: Person; onSlip: () => void; onUndo: () => void }) {
  const { t } = useTranslation('hall');
  const state = stateOf(person, false);
  if (state === 'slip') {
    return (
      <Button size="small" icon={<PrinterOutlined />} onClick={onSlip}>
        {t('slip.do')}
      </Button>
    );
  }
  if (state !== 'waiting') return null;
  return (
    <Button size="small" onClick={onUndo}>
      {t('undo.do')}
    </Button>
  );
}

function Place({ desk, person }: { desk: HallDeskView; person: Person }) {
  const { t } = useTranslation('hall');
  const place = placeOf(desk, person.seat);
  if (!place) return <>—</>;
  return (
    <>
      {place.hall} {t('seat.place', { row: place.row, column: place.column })}
    </>
  );
}

function stateOf(person: Person, printed: boolean): PersonState {
  if (person.left) return 'left';
  if (person.admitted) return 'admitted';
  if (!person.slipReady) return 'waiting';
  return printed ? 'printed' : 'slip';
}
