/** Everything anybody may try to read: each address of the hub, asked by each of its users. */
import type { Centre } from '../rehearsal/centre.ts';

export interface Answer {
  readonly user: string;
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

/** Asks every GET address of the served OpenAPI for each user, with these projects and what is found about them. */
export async function readersOf(centre: Centre, projects: readonly string[]): Promise<Answer[]> {
  const api = (await (await fetch(`${centre.address}/api/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  const draws = (await centre.draws('supervisor')).map(({ drawId }) => encodeURIComponent(drawId));
  const templates = Object.entries(api.paths)
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path);
  const paths = templates.flatMap((path) => {
    if (path.includes('{drawId}')) return draws.map((id) => path.replace('{drawId}', id));
    if (path.includes('{id}')) return projects.map((id) => path.replace('{id}', id));
    return [path];
  });
  const users = [...centre.town.accounts.map(({ user }) => user), ...centre.administrators.keys()];
  const answers: Answer[] = [];
  for (const user of users) {
    const staff = await centre.as(user);
    for (const path of [...paths, '/api/record?limit=500'])
      answers.push({ user, path, ...(await staff.look(path)) });
  }
  return answers;
}
