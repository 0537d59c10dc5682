import { defineConfig } from "vitest/config";

const project = (name: string, testTimeout: number, fileParallelism = true) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    fileParallelism,
  },
});

export default defineConfig({
  test: {
    projects: [
      project("unit", 20_000),
      project("integration", 90_000),
      project("e2e", 300_000, false),
    ],
  },
});
