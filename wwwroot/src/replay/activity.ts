/**
 * How much was written when, as the outline of an area: one unit wide for each
 * part, 100 high. By the square root, or one flood would flatten all the rest.
 */
export function activityPath(activity: readonly number[]): string {
  const most = Math.sqrt(Math.max(...activity, 1));
  const tops = activity.map((amount, part) => `V${height(amount, most)}H${part + 1}`);
  return `M0 100${tops.join('')}V100Z`;
}

function height(amount: number, most: number): string {
  return amount <= 0 ? '100' : (100 - Math.max(Math.sqrt(amount) / most * 100, 6)).toFixed(1);
}
