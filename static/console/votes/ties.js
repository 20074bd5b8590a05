// Ranks that several items share. Pure.

/**
 * @param {{ rank: number, tied: boolean }[]} items by rank
 * @returns {{ rank: number, count: number }[]} the best first
 */
export function ties(items) {
  const shared = new Map()
  for (const { rank, tied } of items) if (tied) shared.set(rank, (shared.get(rank) || 0) + 1)
  return [...shared].filter(([, count]) => count > 1).map(([rank, count]) => ({ rank, count }))
}
