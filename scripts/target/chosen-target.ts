import type { Connection } from '../../fixtures/target/target.ts'
import { type OpenTarget, openTarget } from './open-target.ts'

/**
 * Opens the target that the connections lead to, or a reference cloud of its own where there are none.
 * @param cloud what that reference cloud is made with
 * @param readOnly the target's clients may only read
 * @throws TargetError, WireError; UsageError for a fault or condition that does not exist
 */
export async function openChosenTarget(
  connections: { member: Connection; admin?: Connection } | undefined,
  options: { timeoutScale: number; maxRate?: number; name?: string; endsAt?: number },
  cloud: { seed?: number; faults?: string[]; conditions?: string[] } = {},
  readOnly = false,
): Promise<OpenTarget> {
  if (connections !== undefined) return openTarget(connections, { ...options, readOnly })
  // Loaded here: a run against a cloud of the user's does without it.
  const { startCloud } = await import('./reference-cloud.ts')
  const running = await startCloud(cloud)
  try {
    const target = await openTarget(running.connections, {
      ...options,
      name: options.name ?? 'reference cloud',
      reference: true,
      readOnly,
    })
    return { ...target, close: () => target.close().finally(running.close) }
  } catch (error) {
    await running.close()
    throw error
  }
}
