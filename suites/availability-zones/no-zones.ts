import { Blocked } from '../../fixtures/outcome.ts'

/** A cloud may show a member no zone at all; what is said of zones is then not to be seen. */
export const noZones = (): Blocked =>
  new Blocked('environment', 'the target lists no availability zone to this caller')

/** What keeps from judging a zone by its servers, where another extension that shows it is not there. */
export const zoneUntold = () => new Blocked('environment', 'the target does not show the zone of a server')
