"""Figures, each beside its peer or limit; one module a bench, `run()` gives its rows."""
