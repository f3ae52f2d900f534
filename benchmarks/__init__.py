"""Side by side with peers: how fast, how large, how right. Ratios within one run, never bare seconds.

`python -m benchmarks` runs everything, prints one table and writes `docs/benchmarks.md`.
A benchmark is a module or a package of this folder that has a function `run(options)`;
nothing else need be edited to add one.
"""
