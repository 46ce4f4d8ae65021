import { Alert, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { ExpertsList } from './experts-list.tsx';
import { HintsList } from './hints-list.tsx';
import './look-back.css';
import { PairsList } from './pairs-list.tsx';

const lists = { hints: <HintsList />, pairs: <PairsList />, experts: <ExpertsList /> } as const;
type List = keyof typeof lists;

/** The look-back over projects, experts, bidders and time. */
export function DeskPage() {
  const { t } = useTranslation('lookback');
  const [search, setSearch] = useSearchParams();
  const asked = search.get('list');
  const list: List = asked === 'pairs' || asked === 'experts' ? asked : 'hints';
  return (
    <>
      <Alert type="info" showIcon title={t('about')} />
      <Tabs
        activeKey={list}
        onChange={(key) => setSearch({ list: key })}
        destroyOnHidden
        items={(Object.keys(lists) as List[]).map((key) => ({
          key,
          label: t(`list.${key}`),
          children: lists[key],
        }))}
      />
    </>
  );
}
