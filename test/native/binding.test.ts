import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';
import { describe, expect, test } from 'vitest';

import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { nativeVersions } from '../../lib/node/binary/native-versions.js';

const path = fileURLToPath(new URL('../../binding.d.ts', import.meta.url));
const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

interface DeclaredClass {
  readonly instance: string[];
  readonly statics: string[];
}

/** Names of public members, those of instances and those of the class itself. */
function membersOf(declaration: ts.ClassDeclaration): DeclaredClass {
  const members: DeclaredClass = { instance: [], statics: [] };
  for (const member of declaration.members) {
    if (ts.isConstructorDeclaration(member) || !member.name) continue;
    const isStatic = ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static;
    members[isStatic ? 'statics' : 'instance'].push(member.name.getText());
  }
  return members;
}

const classes = new Map<string, DeclaredClass>();
const others: string[] = [];
for (const statement of source.statements) {
  if (ts.isClassDeclaration(statement) && statement.name) {
    classes.set(statement.name.text, membersOf(statement));
  } else if (ts.isFunctionDeclaration(statement) && statement.name) {
    others.push(statement.name.text);
  } else if (ts.isVariableStatement(statement)) {
    others.push(...statement.declarationList.declarations.map(({ name }) => name.getText()));
  }
}

const own = (value: object) => Object.getOwnPropertyNames(value);
const ofFunctions = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

describe('binding.d.ts declares what the binary exports', () => {
  const binding = loadBinding();

  test('the same names', () => {
    expect(own(binding).sort()).toEqual([...classes.keys(), ...others].sort());
  });

  test.each([...classes])('the same members of %s', (name, declared) => {
    const constructor = binding[name as keyof typeof binding] as unknown as { prototype: object };
    const instance = own(constructor.prototype).filter((member) => member !== 'constructor');
    const statics = own(constructor).filter((member) => !ofFunctions.has(member));
    expect(instance.sort()).toEqual([...declared.instance].sort());
    expect(statics.sort()).toEqual([...declared.statics].sort());
  });

  test('versions of what is linked in, which nobody can change', () => {
    expect(binding.versions.libwebrtc).toMatch(/^M\d+/);
    for (const component of [
      'chromium',
      'dav1d',
      'libjpeg-turbo',
      'node-addon-api',
      'openh264',
      'opus',
    ]) {
      expect(binding.versions[component], component).toMatch(/^\d[\w.+~:-]+$/);
    }
    expect(Object.isFrozen(binding.versions)).toBe(true);
    expect(nativeVersions()).toBe(binding.versions);
  });

  test('a comment for everything, and no any', () => {
    for (const statement of source.statements) {
      if (!ts.isClassDeclaration(statement) && !ts.isFunctionDeclaration(statement)) continue;
      expect(ts.getJSDocCommentsAndTags(statement), statement.name?.text).not.toEqual([]);
    }
    const findAny = (node: ts.Node): boolean =>
      node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, findAny) ?? false);
    expect(findAny(source)).toBe(false);
  });
});
