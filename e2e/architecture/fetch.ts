import ts from 'typescript';
import type { SourceFile } from './source-files.ts';

/** The lines on which a file uses the global `fetch`, called or handed on; types and methods of that name do not count. */
export function findGlobalFetch(file: SourceFile): number[] {
  const source = ts.createSourceFile(file.path, scriptOf(file), ts.ScriptTarget.ES2023, true);
  const lines: number[] = [];
  let isDeclaredHere = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'fetch') {
      if (isDeclaration(node)) isDeclaredHere = true;
      else if (isUse(node)) lines.push(source.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return isDeclaredHere ? [] : lines;
}

function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isVariableDeclaration(parent)) &&
    parent.name === node
  );
}

function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isTypeQueryNode(parent) || ts.isTypeNode(parent)) return false;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node)
    return parent.expression.getText() === 'globalThis';
  const isName = 'name' in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  const isRenamed = ts.isBindingElement(parent) && parent.propertyName === node;
  return !isName && !isRenamed;
}

function scriptOf({ path, text }: SourceFile): string {
  if (!path.endsWith('.svelte')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n');
}
