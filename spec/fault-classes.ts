/** HTTP statuses that belong to each class of fault that the documents name, by the class's name there. */
export const FAULT_STATUSES: Readonly<Record<string, readonly number[]>> = {
  computeFault: [400, 500],
  serviceUnavailable: [503],
  badRequest: [400],
  unauthorized: [401],
  forbidden: [403],
  badMethod: [405],
  overLimit: [413],
  itemNotFound: [404],
  badMediaType: [415],
  NetworkNotFound: [400],
  serverCapacityUnavailable: [503],
  UnprocessableEntity: [422],
  buildInProgress: [409],
}

/**
 * Statuses that count for a class beside its own, by the erratum that says why: known clouds answer a wrong method on a
 * known path with 404, and hand an over-limit call to 403 or 429.
 */
export const FAULT_ALTERNATIVES: Readonly<Record<string, readonly number[]>> = {
  badMethod: [404],
  overLimit: [429],
}

/** The errata on single classes: statuses that count beside the documented ones, and how a class is written. */
export const FAULT_ERRATA: Readonly<Record<string, string[]>> = {
  badMethod: ['fault-alternatives'],
  overLimit: ['fault-alternatives'],
  computeFault: ['compute-fault-open'],
  NetworkNotFound: ['fault-class-spelling'],
  UnprocessableEntity: ['fault-class-spelling'],
}

/**
 * Member names that the fault body may carry for a status. The documents show `badRequest` alone; the others are the class
 * names they list and those that real clouds send for statuses the documents give no class.
 */
export const FAULT_NAMES: Readonly<Record<number, readonly string[]>> = {
  400: ['badRequest', 'computeFault', 'networkNotFound', 'NetworkNotFound'],
  401: ['unauthorized', 'error'],
  403: ['forbidden', 'overLimit'],
  404: ['itemNotFound'],
  405: ['badMethod'],
  406: ['computeFault', 'notAcceptable'],
  409: ['conflictingRequest', 'buildInProgress', 'inProgress'],
  410: ['computeFault', 'gone'],
  413: ['overLimit', 'computeFault'],
  415: ['badMediaType'],
  422: ['unprocessableEntity', 'UnprocessableEntity'],
  429: ['overLimit', 'overLimitFault'],
}

/** Error statuses that no operation is blamed for answering, whether its section lists them or not. */
export const GENERAL_FAULT_STATUSES: readonly number[] = [
  400, 401, 403, 404, 405, 406, 409, 411, 413, 415, 422, 429,
]
