"""What revision 0002 adds, by domain. Never changed: a later revision alters it."""
