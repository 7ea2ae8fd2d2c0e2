import assert from "node:assert/strict";
import test from "node:test";

import { tests } from "./units.js";

for (const [name, run] of tests) test(name, async () => assert.equal(await run(), undefined));
