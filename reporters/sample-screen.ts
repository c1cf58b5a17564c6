/** A terminal for self-tests: what stands on the screen after all that was written. */
export class SampleScreen {
  readonly #rows: string[][] = [[]]
  #row = 0
  #column = 0
  columns: number

  constructor(columns: number) {
    this.columns = columns
  }

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is about nothing else
    for (const [piece, code] of text.matchAll(/\u001b\[([?\d;]*[A-Za-z])|[^\u001b]/g)) {
      if (code !== undefined) this.#obey(code)
      else if (piece === '\n') this.#newline()
      else if (piece === '\r') this.#column = 0
      else this.#put(piece)
    }
  }

  /** The lines, without spaces at their ends and empty lines after the last. */
  get text(): string {
    return this.#rows
      .map((row) =>
        Array.from(row, (cell) => cell ?? ' ')
          .join('')
          .trimEnd(),
      )
      .join('\n')
      .trimEnd()
  }

  /** Breaks what stands there anew, as terminals do whose window becomes narrower. */
  resize(columns: number): void {
    const rows = this.#rows.splice(0)
    const at = this.#row
    this.columns = columns
    rows.forEach((row, index) => {
      if (index === at) this.#row = this.#rows.length
      const cells: string[][] = row.length === 0 ? [[]] : []
      for (let from = 0; from < row.length; from += columns) cells.push(row.slice(from, from + columns))
      this.#rows.push(...cells)
    })
  }

  #put(character: string): void {
    if (this.#column >= this.columns) this.#newline()
    this.#rows[this.#row]![this.#column++] = character
  }

  #newline(): void {
    this.#row++
    this.#column = 0
    this.#rows[this.#row] ??= []
  }

  #obey(code: string): void {
    const many = Number(code.slice(0, -1) || 1)
    if (code.endsWith('A')) this.#row = Math.max(0, this.#row - many)
    else if (code === 'K')
      this.#rows[this.#row]!.length = Math.min(this.#rows[this.#row]!.length, this.#column)
    else if (code === 'J') {
      this.#obey('K')
      this.#rows.length = this.#row + 1
    } else if (!/[mhl]$/.test(code)) throw new Error(`A code that no view should write: ${code}`)
  }
}
