import type { Format } from 'ajv'

/**
 * Formats of the contract that JSON Schema does not name.
 * `naive-date-time`: the history of actions and the events API write UTC without saying so, with a blank or a T between
 * date and time, and drop the fraction when it is zero.
 */
export const CONTRACT_FORMATS: Readonly<Record<string, Format>> = {
  'naive-date-time':
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})*Z?$/,
  mac: /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i,
  base64: /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
}
