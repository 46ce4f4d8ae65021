import { useRef, useState } from 'react';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { WaitingScans } from './check-in/waiting-scans.tsx';
import { CheckInCard, type CheckInHandle } from './check-in-card.tsx';
import { DayOverview } from './day-overview.tsx';
import { DeskFrame } from './desk-frame.tsx';
import { PeopleCard } from './people-card.tsx';
import { usePrintedSlips } from './printed-slips.ts';
import { SeatDrawCard } from './seat-draw-card.tsx';
import { SlipDialog } from './slip-dialog.tsx';

/** The morning's page: the day, check-in by badge, who is here, the seat draw, slips. */
export function DeskPage() {
  return <DeskFrame>{(desk) => <Desk desk={desk} />}</DeskFrame>;
}

function Desk({ desk }: { desk: HallDeskView }) {
  const checkIn = useRef<CheckInHandle>(null);
  const [slips, setSlips] = useState<readonly string[] | null>(null);
  const printed = usePrintedSlips(desk.people);
  const toScanner = () => checkIn.current?.focus();
  return (
    <div className="desk">
      <DayOverview desk={desk} />
      <div className="desk-columns">
        <div className="desk-left">
          <CheckInCard ref={checkIn} desk={desk} onSlip={(badge) => setSlips([badge])} />
          <WaitingScans site={desk.site.id} />
          <SeatDrawCard halls={desk.halls} allIn={desk.allIn} />
        </div>
        <PeopleCard desk={desk} printed={printed.has} onSlips={setSlips} onDone={toScanner} />
      </div>
      {slips && (
        <SlipDialog
          badges={slips}
          onPrinted={printed.add}
          onClose={() => {
            setSlips(null);
            toScanner();
          }}
        />
      )}
    </div>
  );
}
