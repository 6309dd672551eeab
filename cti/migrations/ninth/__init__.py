"""The parts of migration 0009."""
