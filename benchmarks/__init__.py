"""Measurements on real input; each is run as `python -m benchmarks.NAME` and none is part of the tests.

Data stands beside the repository (`../shared/data`); without it a benchmark says so and ends.
"""
