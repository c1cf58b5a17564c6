/**
 * What has no shape of its own, or changes how the text around it is shown: control characters but tab and the ends of lines,
 * marks of direction, characters of no width, and halves of a pair.
 */
const UNSEEN = /(?![\t\n\r])\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/u
/** Most texts are of these characters alone, and seen to be so in a fraction of the time. */
const PLAIN = /^[\t\n\r -~]*$/
const ALL_UNSEEN = new RegExp(UNSEEN, 'gu')

/**
 * A text in which every character can be seen: what cannot is written as JSON escapes it, so that within JSON it stays what it
 * was. No text of a target then turns the direction of a report around, or reaches for a terminal's controls.
 */
export function visible(text: string): string {
  return PLAIN.test(text) || !UNSEEN.test(text) ? text : text.replace(ALL_UNSEEN, escaped)
}

function escaped(characters: string): string {
  let text = ''
  for (let i = 0; i < characters.length; i++)
    text += `\\u${characters.charCodeAt(i).toString(16).padStart(4, '0')}`
  return text
}
