/**
 * Feasible flow with lower bounds, for the small networks of a panel's requirements (tens of nodes). Ford and
 * Fulkerson's augmenting paths on the usual reduction: an edge's lower bound is sent from an extra source and
 * drained at an extra sink, and the flow is feasible when all of it arrives.
 */
export class FlowNetwork {
  readonly #to: number[] = [];
  readonly #room: number[] = [];
  readonly #edgesOf: number[][] = [];
  readonly #lower: number[] = [];
  readonly #excess: number[] = [];

  node(): number {
    this.#edgesOf.push([]);
    this.#excess.push(0);
    return this.#edgesOf.length - 1;
  }

  /** An edge that must carry between `low` and `high`. Its number is for {@link flowOn}. */
  edge(from: number, to: number, low: number, high: number): number {
    const edge = this.#to.length;
    this.#pair(from, to, high - low);
    this.#lower[edge] = low;
    this.#excess[to] = (this.#excess[to] ?? 0) + low;
    this.#excess[from] = (this.#excess[from] ?? 0) - low;
    return edge;
  }

  /** Whether a flow from `source` to `sink` keeps all bounds; if so it stands on the edges afterwards. */
  feasible(source: number, sink: number): boolean {
    if (this.#room.some((room) => room < 0)) return false;
    this.#pair(sink, source, Number.MAX_SAFE_INTEGER);
    const nodes = this.#edgesOf.length;
    const [extraSource, extraSink] = [this.node(), this.node()];
    let wanted = 0;
    for (let node = 0; node < nodes; node++) {
      const excess = this.#excess[node] ?? 0;
      if (excess > 0) this.#pair(extraSource, node, excess);
      if (excess < 0) this.#pair(node, extraSink, -excess);
      wanted += Math.max(0, excess);
    }
    while (wanted > 0) {
      const sent = this.#augment(extraSource, extraSink, wanted, new Set());
      if (sent === 0) return false;
      wanted -= sent;
    }
    return true;
  }

  flowOn(edge: number): number {
    return (this.#lower[edge] ?? 0) + (this.#room[edge + 1] ?? 0);
  }

  #pair(from: number, to: number, room: number): void {
    this.#edgesOf[from]?.push(this.#to.length);
    this.#to.push(to);
    this.#room.push(room);
    this.#edgesOf[to]?.push(this.#to.length);
    this.#to.push(from);
    this.#room.push(0);
  }

  #augment(node: number, sink: number, most: number, seen: Set<number>): number {
    if (node === sink) return most;
    seen.add(node);
    for (const edge of this.#edgesOf[node] ?? []) {
      const room = this.#room[edge] ?? 0;
      const next = this.#to[edge];
      if (room <= 0 || next === undefined || seen.has(next)) continue;
      const sent = this.#augment(next, sink, Math.min(most, room), seen);
      if (sent > 0) {
        this.#room[edge] = room - sent;
        this.#room[edge ^ 1] = (this.#room[edge ^ 1] ?? 0) + sent;
        return sent;
      }
    }
    return 0;
  }
}
