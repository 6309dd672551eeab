"""A call-centre server for Asterisk. ARCHITECTURE.md says where everything is."""

__version__ = "0.1.0"
