import { useSession } from '../bridge/booth.tsx';
import { Tick } from '../frame/choices.tsx';

/** The bidders, to be ticked. */
export function BidderTicks({
  ticked,
  change,
  disabled,
}: {
  ticked: readonly string[];
  change(next: readonly string[]): void;
  disabled: boolean;
}) {
  const { bidders } = useSession();
  const toggle = (id: string): void =>
    change(ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]);
  return (
    <fieldset className="bidder-ticks" disabled={disabled}>
      {bidders.map(({ id, name }) => (
        <Tick key={id} role="checkbox" on={ticked.includes(id)} press={() => toggle(id)}>
          {name}
        </Tick>
      ))}
    </fieldset>
  );
}
