/** Does config_drive say that the server has a configuration drive? In either of its forms (erratum `config-drive-shown-as-string`). */
export const hasDrive = (config_drive: unknown): boolean => config_drive !== '' && config_drive !== false
