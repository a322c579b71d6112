/** Benchmarks: figures as ratios, measured side by side in one run. They run by scripts in {@code bench}, never in verify. */
package com.leadrouter.bench;
