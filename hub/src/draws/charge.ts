/** Which draws are in a charge: of a panel or of sites with their project, of seats with a site of their halls. */
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import { projectInCharge, projectsInCharge } from '../projects/charge.ts';
import type { Db } from '../store/database.ts';
import { findHall, sitesOfHalls } from '../venues/reads.ts';
import { hallsOfSeatDraw, kindAndAbout, projectOfSites } from './reads.ts';

/** What a draw is about, as the read tables have it. */
interface About {
  readonly kind: string;
  readonly about: string;
}

export async function drawInCharge(db: Db, charge: Charge, drawId: string): Promise<boolean> {
  const draw = await kindAndAbout(db, drawId);
  if (!draw) return charge === null;
  if (draw.kind !== 'seats') return projectInCharge(db, charge, projectOfDraw(draw));
  const halls = await Promise.all(hallsOfSeatDraw(draw.about).map((hall) => findHall(db, hall)));
  return inCharge(
    charge,
    halls.flatMap((hall) => hall?.site ?? []),
  );
}

/** The same of many draws: what is asked of each of them. */
export async function drawsInCharge(db: Db, charge: Charge): Promise<(draw: About) => boolean> {
  const [projects, siteOf] = await Promise.all([projectsInCharge(db, charge), sitesOfHalls(db)]);
  return (draw) => {
    if (projects === null) return true;
    if (draw.kind !== 'seats') return projects.has(projectOfDraw(draw));
    return inCharge(
      charge,
      hallsOfSeatDraw(draw.about).flatMap((hall) => siteOf.get(hall) ?? []),
    );
  };
}

function projectOfDraw({ kind, about }: About): string {
  return kind === 'sites' ? projectOfSites(about) : about;
}
