import { expect, test } from 'vitest'
import { visible } from './visible.ts'

test.each([
  ['\u202e', '\\u202e'],
  ['\u2066a\u2069', '\\u2066a\\u2069'],
  ['\u009b31m', '\\u009b31m'],
  ['\u001b[2J', '\\u001b[2J'],
  ['\u0000', '\\u0000'],
  ['\u200b\ufeff\u00ad', '\\u200b\\ufeff\\u00ad'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['\ud800 \udc00', '\\ud800 \\udc00'],
  ['\u{e0041}', '\\udb40\\udc41'],
])('%j can be seen', (text, shown) => {
  expect(visible(`a${text}b`)).toBe(`a${shown}b`)
})

test('what can be seen stays: letters of all scripts, pictures, tabs and the ends of lines', () => {
  const text = 'Grüße\tпривет\r\n密码 😀 {"a": "\\u202e"}'
  expect(visible(text)).toBe(text)
})

test('within JSON a text stays what it was', () => {
  const value = { name: 'a\u202eb\u{e0041}\u0085' }
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value)
})
