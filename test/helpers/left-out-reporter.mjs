/** Names the tests that a run left out, which the other reporters only count. Their names say what they need. */
export default class LeftOutReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        console.log(`left out: ${test.project.name}: ${test.fullName}`);
      }
    }
  }
}
