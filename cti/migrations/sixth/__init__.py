"""What revision 0006 adds. Never changed: a later revision alters it."""
