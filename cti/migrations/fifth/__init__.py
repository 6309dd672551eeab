"""What the fifth migration creates, one file a part."""
