"""What revision 0001 creates, by domain. Never changed: a later revision alters it."""
