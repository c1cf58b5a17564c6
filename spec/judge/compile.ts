import { attributesOf, shapes, typePhrase } from '../attributes.ts'
import { resolve, type Schema } from '../document.ts'
import { agreementsOf } from './agreements.ts'
import type { Check, Compiling } from './check.ts'
import { Findings, type Places } from './findings.ts'
import { strict } from './keywords.ts'
import { listCheck, objectCheck } from './members.ts'
import type { Offer } from './offer.ts'
import { bitOf, bitsOf, LIST, OBJECT, rulesOf } from './scalars.ts'

/** The schema of one answer's body, made ready to be judged by. */
export interface CompiledBody {
  /** Judges a body in one walk: time is linear in its size, and the stack no deeper than the schema. */
  judge(body: unknown, offer: Offer): Findings
}

/** Compiles the schema of a success body of one operation. @throws Error for a keyword that the judge does not know */
export function compileBody(operationId: string, schema: Schema): CompiledBody {
  const compiler = new Compiler(operationId, schema)
  const check = compiler.node(schema, '', compiler.place('body'))
  return {
    judge(body, offer) {
      const findings = new Findings(compiler.places, offer)
      check(body, findings, 0)
      return findings
    },
  }
}

/** One of the forms that a value may have. */
interface Form {
  schema: Schema
  fits(value: unknown): boolean
  /** Whether a value that fits, and is no object or list, is all that is asked of it. */
  keeps(value: unknown): boolean
  check: Check
}

class Compiler implements Compiling {
  readonly places: Places
  readonly #known: ReadonlySet<string>
  readonly #bySlug = new Map<string, number>()

  constructor(operationId: string, root: Schema) {
    this.places = { operationId, ids: [] }
    this.#known = new Set(attributesOf(root).map((attribute) => attribute.path))
  }

  place(slug: string): number {
    const known = this.#bySlug.get(slug)
    if (known !== undefined) return known
    this.#bySlug.set(slug, this.places.ids.length)
    return this.places.ids.push(`${this.places.operationId}/${slug}`) - 1
  }

  at(path: string, above: number): number {
    return this.#known.has(path) ? this.place(`body.${path}`) : above
  }

  node(schema: Schema, path: string, place: number): Check {
    strict(schema, path)
    strict(resolve(schema), path)
    const forms = shapes(schema).map((shape) => this.#form(shape, path, place))
    const check = forms.length === 1 ? forms[0]!.check : this.#choice(schema, forms, place)
    const agreements = agreementsOf(resolve(schema), path, place, this)
    if (agreements.length === 0) return check
    return (value, findings, depth) => {
      check(value, findings, depth)
      for (const agreement of agreements) agreement(value, findings, depth)
    }
  }

  #form(schema: Schema, path: string, place: number): Form {
    strict(schema, path)
    const bits = bitsOf(schema.type)
    const typed = `a value of type ${[schema.type].flat().join(' or ')}`
    const rules = rulesOf(schema)
    const object = objectCheck(this, schema, path, place)
    const list = listCheck(this, schema, path, place)
    return {
      schema,
      fits: (value) => (bits & bitOf(value)) !== 0,
      keeps: (value) => rules.every((rule) => (rule.bits & bitOf(value)) === 0 || rule.keeps(value)),
      check(value, findings, depth) {
        const bit = bitOf(value)
        if ((bits & bit) === 0) {
          findings.report(place, typed, value, depth)
          return
        }
        for (let i = 0; i < rules.length; i++) {
          const rule = rules[i]!
          if ((rule.bits & bit) !== 0 && !rule.keeps(value))
            findings.report(place, rule.expected, value, depth)
        }
        if (bit === LIST) list(value, findings, depth)
        else if (bit === OBJECT) object(value, findings, depth)
      },
    }
  }

  /**
   * Of several forms one must hold. Where none does, an object is held against the form that it resembles: being wrong only
   * further down, or only incomplete, is told as such.
   */
  #choice(schema: Schema, forms: Form[], place: number): Check {
    const expected = typePhrase(schema)
    const only = resolve(schema).oneOf !== undefined
    const objects = forms.filter((form) => form.fits({}))
    const holds = (form: Form, value: unknown, offer: Offer) => {
      const trial = new Findings(this.places, offer)
      form.check(value, trial, 0)
      return trial.problems.length === 0
    }
    return (value, findings, depth) => {
      if (value === null || typeof value !== 'object') {
        if (!forms.some((form) => form.fits(value) && form.keeps(value)))
          findings.report(place, expected, value, depth)
        return
      }
      const like = forms.filter(
        (form) => form.fits(value) && (objects.length < 2 || resembles(value, form.schema)),
      )
      if (like.length === 1) return like[0]!.check(value, findings, depth)
      const holding = like.filter((form) => holds(form, value, findings.offer))
      if (holding.length === 0 || (only && holding.length > 1)) findings.report(place, expected, value, depth)
      else holding[0]!.check(value, findings, depth)
    }
  }
}

/** Whether an object has an attribute that its form demands; an object without any resembles a form that demands none. */
function resembles(value: object, { required = [] }: Schema): boolean {
  if (required.length === 0) return Object.keys(value).length === 0
  return required.some((name) => Object.hasOwn(value, name))
}
