import ts from 'typescript'

/** One change of a source by which a program does something else. */
export interface Mutant {
  /** File, line and what was changed. */
  id: string
  file: string
  from: number
  to: number
  text: string
}

const SWAPPED: Partial<Record<ts.SyntaxKind, string>> = {
  [ts.SyntaxKind.EqualsEqualsEqualsToken]: '!==',
  [ts.SyntaxKind.ExclamationEqualsEqualsToken]: '===',
  [ts.SyntaxKind.LessThanToken]: '<=',
  [ts.SyntaxKind.LessThanEqualsToken]: '<',
  [ts.SyntaxKind.GreaterThanToken]: '>=',
  [ts.SyntaxKind.GreaterThanEqualsToken]: '>',
  [ts.SyntaxKind.AmpersandAmpersandToken]: '||',
  [ts.SyntaxKind.BarBarToken]: '&&',
  [ts.SyntaxKind.PlusToken]: '-',
  [ts.SyntaxKind.MinusToken]: '+',
}

/** Where a source asks whether it is to be broken or bent: to change that is to turn on what has a proof of its own. */
const ASKS_FOR_TROUBLE = /\b(broken|under)\(/
/** What is done only then. */
const asksForTrouble = (node: ts.Node): boolean =>
  ((ts.isIfStatement(node) || ts.isWhileStatement(node)) &&
    ASKS_FOR_TROUBLE.test(node.expression.getText()) &&
    !(node as ts.IfStatement).elseStatement) ||
  ((ts.isConditionalExpression(node) || ts.isBinaryExpression(node) || ts.isCallExpression(node)) &&
    ASKS_FOR_TROUBLE.test(ts.isConditionalExpression(node) ? node.condition.getText() : node.getText()) &&
    node.getText().length < 200)

/** A sentence of an error text: nobody is held to it. */
const PROSE = /\s/

/** What a node may become, as text; nothing for most. */
function becomes(node: ts.Node): string[] {
  const text = node.getText()
  if (ASKS_FOR_TROUBLE.test(text)) return []
  if (ts.isBinaryExpression(node)) {
    const other = SWAPPED[node.operatorToken.kind]
    return other === undefined ? [] : [`${node.left.getText()} ${other} ${node.right.getText()}`]
  }
  if (ts.isIfStatement(node.parent ?? node) && (node.parent as ts.IfStatement).expression === node)
    return [`!(${text})`]
  if (ts.isConditionalExpression(node))
    return [`${node.condition.getText()} ? ${node.whenFalse.getText()} : ${node.whenTrue.getText()}`]
  if (ts.isNumericLiteral(node)) return [String(Number(node.text) + 1)]
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false']
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true']
  if (ts.isStringLiteral(node) && isValue(node) && !PROSE.test(node.text)) return [`'${node.text}x'`]
  if (
    ts.isExpressionStatement(node) &&
    (ts.isCallExpression(node.expression) || isAssignment(node.expression))
  )
    return [';']
  return []
}

const isAssignment = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken

/** A text that a program computes with; not a name of a module, a type or a member. */
const isValue = (node: ts.Node): boolean => {
  const { parent } = node
  return (
    !ts.isImportDeclaration(parent) &&
    !ts.isExportDeclaration(parent) &&
    !ts.isLiteralTypeNode(parent) &&
    !(ts.isPropertyAssignment(parent) && parent.name === node)
  )
}

/** Every single change of a source that this tool knows. @param file as the ids are to name it */
export function mutantsOf(file: string, source: string): Mutant[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true)
  const mutants: Mutant[] = []
  const visit = (node: ts.Node): void => {
    // Types are not there when the program runs.
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return
    if (asksForTrouble(node)) return
    for (const text of becomes(node)) {
      const from = node.getStart()
      const line = parsed.getLineAndCharacterOfPosition(from).line + 1
      const id = `${file}:${line} ${short(node.getText())} → ${short(text)}`
      mutants.push({ id, file, from, to: node.getEnd(), text })
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed)
  return mutants
}

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  return line.length <= 60 ? line : `${line.slice(0, 59)}…`
}

/** A source with one change made. */
export const mutated = (source: string, { from, to, text }: Mutant): string =>
  source.slice(0, from) + text + source.slice(to)

/** The program that a source is built to. */
export const built = (source: string, file: string): string =>
  ts.transpileModule(source, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
      verbatimModuleSyntax: true,
    },
  }).outputText
