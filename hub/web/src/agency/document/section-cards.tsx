import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { usualBenchmark } from './blank-project.ts';
import { points, share, whole } from './codecs.ts';
import { ListFault } from './entry-table.tsx';
import { ChoiceField, NumberField, TextField } from './fields.tsx';
import { usePut } from './form-context.ts';
import { elementId, valueAt } from './place.ts';

interface SectionProps {
  readonly document: unknown;
  /** The id of a project that the hub knows cannot change. */
  readonly known?: boolean;
}

/** Every field of a section takes its place, its value and its label above it. */
const fieldsOf = (document: unknown) => (place: string, label: string) => ({
  place,
  label,
  value: valueAt(document, place),
  above: true,
});

/** What the project is and for whom. */
export function BasicsCard({ document, known = false }: SectionProps) {
  const { t } = useTranslation(['agency', 'projects']);
  const field = fieldsOf(document);
  const regimes = (['bidding', 'procurement'] as const).map((value) => ({
    value,
    label: t(`projects:regime.${value}`),
  }));
  return (
    <Card size="small" title={t('form.basics')}>
      <ListFault place="format" />
      <div className="field-grid">
        <div className="wide">
          <TextField {...field('title', t('projects:project.title'))} hint={t('form.title-hint')} />
        </div>
        <TextField
          {...field('id', t('projects:project.id'))}
          disabled={known}
          hint={known ? '' : t('form.id-hint')}
        />
        <ChoiceField {...field('regime', t('projects:document.regime'))} options={regimes} />
        <TextField {...field('tenderer', t('projects:document.tenderer'))} optional />
        <TextField {...field('agency', t('projects:document.agency'))} optional />
      </div>
    </Card>
  );
}

/** How marks and prices become scores. */
export function ScoringCard({ document }: SectionProps) {
  const { t } = useTranslation(['agency', 'projects']);
  const put = usePut();
  const field = fieldsOf(document);
  const benchmark = valueAt(document, 'price.formula.kind') === 'benchmark-mean';
  const chooseFormula = (kind: string) =>
    put('price.formula', kind === 'benchmark-mean' ? usualBenchmark : { kind });
  const formulas = (['lowest-first', 'benchmark-mean'] as const).map((value) => ({
    value,
    label: t(`projects:formula.${value}`),
  }));
  const aggregations = (['mean', 'trimmed-mean', 'strike-widest-then-trim'] as const).map((value) => ({
    value,
    label: t(`projects:aggregation.${value}`),
  }));
  return (
    <Card size="small" title={t('projects:document.rules')} id={elementId('price')} tabIndex={-1}>
      <ListFault place="price" />
      <ListFault place="aggregation" />
      <div className="field-grid">
        <div className="wide">
          <ChoiceField
            {...field('aggregation.kind', t('projects:document.aggregation'))}
            options={aggregations}
          />
        </div>
        <NumberField {...field('aggregation.decimals', t('form.decimals'))} codec={whole} />
        <ChoiceField
          {...field('price.formula.kind', t('projects:document.price-formula'))}
          options={formulas}
          onChoose={chooseFormula}
        />
        <NumberField {...field('price.max', t('projects:document.price-max'))} codec={points} />
        <NumberField {...field('price.decimals', t('form.price-decimals'))} codec={whole} />
      </div>
      <ListFault place="price.formula" />
      {benchmark && <BenchmarkFields document={document} />}
    </Card>
  );
}

function BenchmarkFields({ document }: SectionProps) {
  const { t } = useTranslation('agency');
  const field = fieldsOf(document);
  const at = (name: string, label: string) => field(`price.formula.${name}`, label);
  const trims = (['auto', 'none'] as const).map((value) => ({ value, label: t(`form.trim.${value}`) }));
  return (
    <div className="field-grid benchmark">
      <ChoiceField {...at('trim', t('form.trim'))} options={trims} />
      <NumberField {...at('factor', t('form.factor'))} codec={points} />
      <NumberField {...at('perPercentAbove', t('form.above'))} codec={points} />
      <NumberField {...at('perPercentBelow', t('form.below'))} codec={points} />
      <NumberField {...at('floor', t('form.floor'))} codec={points} />
    </div>
  );
}

/** Bounds of the panel, and when a mark is to be looked at again. */
export function PanelRulesCard({ document }: SectionProps) {
  const { t } = useTranslation(['agency', 'projects']);
  const field = fieldsOf(document);
  const bases = (['others', 'all', 'median'] as const).map((value) => ({
    value,
    label: t(`projects:basis.${value}`),
  }));
  const consequences = (['explain', 'note', 'vote', 'strike'] as const).map((value) => ({
    value,
    label: t(`projects:consequence.${value}`),
  }));
  const reviews = (['none', 'supervisor'] as const).map((value) => ({
    value,
    label: t(`projects:flag-review.${value}`),
  }));
  return (
    <Card size="small" title={t('form.panel-rules')} id={elementId('panel')} tabIndex={-1}>
      <ListFault place="panel" />
      <ListFault place="lookback" />
      <div className="field-grid panel-rules">
        <NumberField
          {...field('panel.maxPerEmployer', t('projects:document.employer'))}
          codec={whole}
          unit={t('form.people')}
        />
        <NumberField
          {...field('panel.reserves', t('projects:document.reserves'))}
          codec={whole}
          unit={t('form.people')}
        />
        <ChoiceField {...field('lookback.basis', t('form.basis'))} options={bases} />
        <NumberField {...field('lookback.percent', t('form.percent'))} codec={whole} unit="%" />
        <NumberField {...field('lookback.falseAlarm', t('form.false-alarm'))} codec={share} />
        <div className="wide">
          <ChoiceField {...field('lookback.consequence', t('form.consequence'))} options={consequences} />
        </div>
        <NumberField
          {...field('lookback.minutes', t('form.minutes'))}
          codec={whole}
          unit={t('form.minute')}
        />
        <ChoiceField {...field('lookback.review', t('form.review'))} options={reviews} />
      </div>
    </Card>
  );
}
