import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.js';

const path = (name: string): string => fileURLToPath(new URL(`consumer/${name}`, import.meta.url));

/** As an application is compiled that looks into the types of its dependencies and knows nothing of browsers. */
const strictest: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
};

/** A file of the package that imports the package by its name gets what `exports` names: the types in `dist`. */
describe('an application without the DOM compiles against the built package with', () => {
  it('nodenext, from an ES module and from CommonJS', () => {
    const module = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    };
    const files = [path('module.ts'), path('script.cts')];
    expect(compile(files, { ...strictest, ...module })).toEqual([]);
  });

  it('node16, which has no `require` of ES modules', () => {
    const module = {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
    };
    expect(compile([path('module.ts')], { ...strictest, ...module })).toEqual([]);
  });

  it('node16 from CommonJS', () => {
    const module = {
      module: ts.ModuleKind.Node16,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      // It does not know that Node requires ES modules, and says so of the package's own declarations.
      skipLibCheck: true,
    };
    expect(compile([path('script.cts')], { ...strictest, ...module })).toEqual([]);
  });

  it('bundler', () => {
    const module = {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    };
    expect(compile([path('module.ts')], { ...strictest, ...module })).toEqual([]);
  });
});
