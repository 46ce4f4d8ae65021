import type { VenueView } from '#shared/protocol/views.ts';
import { useView } from '../shell/api.ts';

/** Presence changes by time alone, so it is read again this often, in milliseconds. */
export const PRESENCE_MILLISECONDS = 5_000;

/** Names of sites by their ids, with the city where the name lacks it; the id itself while they are not known. */
export function useSiteNames(): (site: string) => string {
  const { data } = useView<VenueView[]>('/api/venues', ['venues']);
  const names = new Map(
    (data ?? []).map(({ id, name, city }) => [id, name.startsWith(city) ? name : `${city}${name}`]),
  );
  return (site) => names.get(site) ?? site;
}
