/** Most alerts in one list: the newest of those that wait for a decision, then the newest of the decided ones. */
export const MOST_ALERTS = 1000;
